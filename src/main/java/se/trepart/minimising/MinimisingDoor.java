package se.trepart.minimising;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.fault.FaultJson;
import se.trepart.log.Disclosures;
import se.trepart.log.MappingRecords;
import se.trepart.log.Messages;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.Mappings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * {@code POST /api/messages/{id}/minimise}: a refused message as a case, for who states a reason.
 * What the message says is read here and stays here.
 */
@RestController
class MinimisingDoor {
    private static final int AT_ONCE = 2;

    /** Feeds of what no sender wrote as a message: apps' changes of resources, and our own. */
    private static final Set<String> NO_MESSAGES = Set.of("fhir", "hub");

    private final Messages messages;
    private final Disclosures disclosures;
    private final Mappings mappings;
    private final MappingRecords records;
    private final Semaphore room = new Semaphore(AT_ONCE);

    MinimisingDoor(
            Messages messages, Disclosures disclosures, Mappings mappings, MappingRecords records) {
        this.messages = messages;
        this.disclosures = disclosures;
        this.mappings = mappings;
        this.records = records;
    }

    @PostMapping("/api/messages/{id}/minimise")
    ResponseEntity<byte[]> minimise(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        var asked = Asked.read(request);
        var message =
                Optional.of(id)
                        .filter(number -> number.matches("\\d{1,18}"))
                        .flatMap(number -> messages.find(Long.parseLong(number)))
                        .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "id", ""));
        if (NO_MESSAGES.contains(message.feed())) {
            throw new FaultException(FaultCode.TRP_551, "", "no sender wrote it");
        }
        if (!room.tryAcquire()) {
            throw new FaultException(FaultCode.TRP_603, "", AT_ONCE + " are being minimised");
        }
        try {
            var body =
                    disclosures
                            .body(message.id(), asked.by(), asked.reason())
                            .orElseThrow(() ->
                                    new FaultException(
                                            FaultCode.TRP_551,
                                            "",
                                            "its body is not kept any more"));
            var set = set(message.mappingVersion());
            return ok(json(message.id(), set, new Minimiser(set).minimise(body, asked.fault())));
        } finally {
            room.release();
        }
    }

    /** The set that decided about the message, as it was. */
    private MappingSet set(@org.jspecify.annotations.Nullable String version) {
        var current = mappings.current();
        if (version == null || version.equals(current.version())) {
            return current;
        }
        var files = records.files(version);
        if (files.isEmpty()) {
            throw new FaultException(FaultCode.TRP_501, "mapping", version);
        }
        return MappingSet.of(files);
    }

    private static ObjectNode json(long id, MappingSet set, Minimised minimised) {
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("name", minimised.name())
                        .put("mappingVersion", set.version())
                        .put("valuesBefore", minimised.before())
                        .put("valuesAfter", minimised.after())
                        .put("trials", minimised.trials());
        json.set("faults", FaultJson.array(minimised.faults()));
        var files = json.putObject("files");
        minimised.files().forEach(files::put);
        return json;
    }

    private static ResponseEntity<byte[]> ok(ObjectNode json) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
