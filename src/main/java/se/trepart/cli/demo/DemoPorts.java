package se.trepart.cli.demo;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ports of a demo: the contract's, unless told otherwise. */
final class DemoPorts {
    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "The hub's FHIR, API and console (8080).")
    private @Nullable Integer http;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "The hub's health (9090).")
    private @Nullable Integer management;

    @Option(
            names = "--mllp-port",
            paramLabel = "PORT",
            description = "The hub's HL7 v2 feed (2575).")
    private @Nullable Integer mllp;

    @Option(
            names = "--jms-port",
            paramLabel = "PORT",
            description = "The hub's embedded broker (61616).")
    private @Nullable Integer jms;

    @Option(
            names = "--pasis-port",
            paramLabel = "PORT",
            description = "The PASiS simulator, MLLP (2576).")
    private @Nullable Integer pasis;

    @Option(
            names = "--pasis-http-port",
            paramLabel = "PORT",
            description = "The PASiS simulator, extract and faults (2586).")
    private @Nullable Integer pasisHttp;

    @Option(
            names = "--primary-care-port",
            paramLabel = "PORT",
            description = "The primary-care simulator, MLLP (2577).")
    private @Nullable Integer primaryCare;

    @Option(
            names = "--primary-care-http-port",
            paramLabel = "PORT",
            description = "The primary-care simulator, extract and faults (2587).")
    private @Nullable Integer primaryCareHttp;

    @Option(
            names = "--ports-from",
            paramLabel = "N",
            description = "Takes eight ports from N on, in the order above, where none is given.")
    private @Nullable Integer from;

    Doors doors() {
        return new Doors(
                port(http, 0, 8080),
                port(management, 1, 9090),
                port(mllp, 2, 2575),
                port(jms, 3, 61616),
                port(pasis, 4, 2576),
                port(pasisHttp, 5, 2586),
                port(primaryCare, 6, 2577),
                port(primaryCareHttp, 7, 2587));
    }

    /** Each port by the option that changes it. */
    static Map<String, Integer> named(Doors doors) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--http-port", doors.http());
        ports.put("--management-port", doors.management());
        ports.put("--mllp-port", doors.mllp());
        ports.put("--jms-port", doors.jms());
        ports.put("--pasis-port", doors.pasis());
        ports.put("--pasis-http-port", doors.pasisHttp());
        ports.put("--primary-care-port", doors.primaryCare());
        ports.put("--primary-care-http-port", doors.primaryCareHttp());
        return ports;
    }

    private int port(@Nullable Integer told, int place, int usual) {
        if (told != null) {
            return told;
        }
        return from != null ? from + place : usual;
    }
}
