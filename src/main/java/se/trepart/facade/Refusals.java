package se.trepart.facade;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Refusals of requests, each telling where the trouble is and what is possible instead. */
final class Refusals {
    private Refusals() {}

    /** What is asked of one parameter cannot be done. */
    static FaultException parameter(FaultCode code, String key, String possible) {
        return new FaultException(code, "http." + key, possible);
    }

    static FaultException unknownParameters(Collection<String> unknown, Collection<String> known) {
        var possible = "possible are: " + String.join(", ", new TreeSet<>(known));
        return new FaultException(
                unknown.stream()
                        .map(key -> new Fault(FaultCode.TRP_502, "http." + key, possible))
                        .toList());
    }

    static FaultException noSuchPath(Collection<String> types) {
        return new FaultException(
                FaultCode.TRP_501,
                "",
                "possible are: metadata, api-docs, and {type}, {type}/_search, {type}/_history,"
                    + " {type}/{id}, {type}/{id}/_history, {type}/{id}/_history/{version},"
                    + " {type}/$validate, {type}/{id}/$validate, Encounter/{id}/$everything with"
                    + " the types "
                        + String.join(", ", types));
    }

    static FaultException method(String method, Collection<String> allowed) {
        return new FaultException(
                List.of(
                        new Fault(
                                FaultCode.TRP_504,
                                "http." + method,
                                allowed.stream()
                                        .collect(
                                                Collectors.joining(", ", "possible here: ", "")))));
    }
}
