package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;

import com.fasterxml.jackson.databind.JsonNode;

import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code POST} of a Bundle of type batch to the base: reads and searches, each answered by itself
 * as if it had come alone, in the same order. Nothing is written so: a transaction is refused
 * whole, another method in its entry.
 */
@Component
class Batch implements Interaction {
    private static final int ENTRIES = 100;

    private final Answering answering;
    private final Body body;
    private final Encoding encoding;

    Batch(@Lazy Answering answering, FhirContext fhir) {
        this.answering = answering;
        this.body = new Body(fhir);
        this.encoding = new Encoding(fhir);
    }

    @Override
    public Answer answer(Request request) {
        var representation = Read.representation(request);
        var bundle = body.resource(request);
        if (!bundle.path("resourceType").asText().equals("Bundle")) {
            throw new FaultException(FaultCode.TRP_525, "Bundle", "must be a Bundle");
        }
        if (!bundle.path("type").asText().equals("batch")) {
            throw new FaultException(
                    FaultCode.TRP_523,
                    "Bundle.type",
                    "possible is: batch, with entries whose request.method is GET");
        }
        var asked = bundle.path("entry");
        if (asked.size() > ENTRIES) {
            throw new FaultException(
                    FaultCode.TRP_509, "Bundle.entry", "the limit is " + ENTRIES + " entries");
        }
        var entries = new ArrayList<Content.Entry>();
        for (var index = 0; index < asked.size(); index++) {
            entries.add(entry(request, asked.get(index), "Bundle.entry[" + index + "].request"));
        }
        return Answer.ok(
                representation,
                new Content.Bundle("batch-response", null, List.of(), List.copyOf(entries)));
    }

    private Content.Entry entry(Request batch, JsonNode asked, String where) {
        var answer =
                Answering.orRefusal(
                        Representation.PLAIN, () -> answering.answer(one(batch, asked, where)));
        var content = answer.content();
        var json =
                content == null || content instanceof Content.Text
                        ? null
                        : encoding.text(content, answer.representation().asJson());
        var status = HttpStatus.resolve(answer.status());
        var response =
                new StringBuilder("\"response\":{\"status\":")
                        .append(
                                Encoding.quoted(
                                        answer.status()
                                                + (status == null
                                                        ? ""
                                                        : " " + status.getReasonPhrase())));
        Optional.ofNullable(answer.headers().get("ETag"))
                .ifPresent(tag -> response.append(",\"etag\":").append(Encoding.quoted(tag)));
        if (answer.status() >= 400 && json != null) {
            response.append(",\"outcome\":").append(json);
            json = null;
        }
        return new Content.Entry("", json, response.append('}').toString());
    }

    private static Request one(Request batch, JsonNode asked, String where) {
        var method = asked.path("request").path("method").asText();
        if (!method.equals("GET")) {
            throw new FaultException(
                    List.of(new Fault(FaultCode.TRP_504, where + ".method", "possible is: GET")));
        }
        var url = asked.path("request").path("url").asText();
        var local =
                url.startsWith(batch.base() + "/")
                        ? url.substring(batch.base().length() + 1)
                        : url.startsWith("/") ? url.substring(1) : url;
        if (local.isEmpty() || (local.contains("://") && !local.contains("?"))) {
            throw new FaultException(
                    FaultCode.TRP_525, where + ".url", "must be a relative URL such as Task/1");
        }
        var headers = new TreeMap<>(Map.of("accept", List.of("application/fhir+json")));
        batch.header("prefer").ifPresent(prefer -> headers.put("prefer", List.of(prefer)));
        header(asked, "ifNoneMatch").ifPresent(tag -> headers.put("if-none-match", List.of(tag)));
        header(asked, "ifModifiedSince")
                .map(since -> Conditions.httpDate(instant(since, where)))
                .ifPresent(since -> headers.put("if-modified-since", List.of(since)));
        return RequestReader.local(batch.base(), local, headers);
    }

    private static Instant instant(String text, String where) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new FaultException(
                    FaultCode.TRP_525, where + ".ifModifiedSince", "must be an instant");
        }
    }

    private static Optional<String> header(JsonNode asked, String name) {
        return Optional.ofNullable(asked.path("request").get(name)).map(JsonNode::asText);
    }
}
