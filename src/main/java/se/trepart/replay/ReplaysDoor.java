package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Disclosures;
import se.trepart.mapping.Times;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code /api/replays} and {@code /api/messages/{id}/replay}: plans, and what becomes of them. */
@RestController
class ReplaysDoor {
    private static final Logger AUDIT = LoggerFactory.getLogger("se.trepart.audit");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int PAGE = 200;
    private static final int MOST_DIFFERENCES = 10_000;

    private final Replays replays;
    private final Plans plans;
    private final Correcting correcting;
    private final Disclosures disclosures;

    ReplaysDoor(Replays replays, Plans plans, Correcting correcting, Disclosures disclosures) {
        this.replays = replays;
        this.plans = plans;
        this.correcting = correcting;
        this.disclosures = disclosures;
    }

    @GetMapping("/api/replays")
    ResponseEntity<byte[]> list() {
        var answer = DryRun.object();
        var list = answer.putArray("replays");
        plans.latest(PAGE).forEach(plan -> list.add(json(plan)));
        return ok(answer);
    }

    /** Selection, start, mapping, mode and a reason; the dry run begins at once. */
    @PostMapping("/api/replays")
    ResponseEntity<byte[]> create(HttpServletRequest request) throws IOException {
        return created(request, read(request), Optional.empty());
    }

    /** The same for one message, and the only way to give a corrected body. */
    @PostMapping("/api/messages/{id}/replay")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        var asked = read(request);
        asked.set("selection", Selection.ofMessage(number(id)));
        var body =
                Optional.ofNullable(asked.get("body"))
                        .map(text -> text.asText().getBytes(StandardCharsets.UTF_8));
        return created(request, asked, body);
    }

    private ResponseEntity<byte[]> created(
            HttpServletRequest request, ObjectNode asked, Optional<byte[]> corrected) {
        var mapping = asked.path("mapping");
        var candidate = mapping.path("candidate");
        var version = mapping.path("version").asText("");
        if (candidate.isObject()) {
            var files = new TreeMap<String, byte[]>();
            candidate
                    .properties()
                    .forEach(file -> files.put(file.getKey(), binary(file.getValue())));
            version = replays.candidate(files);
        }
        var id =
                replays.plan(
                        new Plans.New(
                                by(request),
                                reason(asked),
                                Selection.of(asked.path("selection")),
                                oneOf(
                                        asked,
                                        "start",
                                        "message",
                                        Set.of("message", "event", "projection", "delivery")),
                                replays.mapping(version).version(),
                                oneOf(
                                        asked,
                                        "mode",
                                        Plan.DRY_RUN,
                                        Set.of(Plan.DRY_RUN, Plan.DERIVE, "derive-and-deliver")),
                                Math.clamp(asked.path("perSecond").asInt(100), 1, 10_000),
                                corrected.orElse(null)));
        AUDIT.info("replay {} planned by {}", id, by(request));
        return ResponseEntity.status(201)
                .contentType(MediaType.APPLICATION_JSON)
                .body(bytes(json(plan(Long.toString(id)))));
    }

    @GetMapping("/api/replays/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id) {
        return ok(json(plan(id)));
    }

    /** What becomes of each message, after the one that is named. */
    @GetMapping("/api/replays/{id}/messages")
    ResponseEntity<byte[]> messages(@PathVariable String id, HttpServletRequest request) {
        var after = Optional.ofNullable(request.getParameter("after")).orElse("0");
        var answer = DryRun.object();
        var list = answer.putArray("messages");
        var items = plans.items(plan(id).id(), number(after), PAGE);
        items.forEach(item -> {
            var one = list.addObject().put("id", item.message()).put("state", item.state());
            if (item.result() != null) {
                one.set("result", tree(item.result()));
            }
        });
        if (items.size() == PAGE) {
            answer.put("next", Long.toString(items.getLast().message()));
        }
        return ok(answer);
    }

    /** Every difference with the fields' values, for who states a reason. */
    @PostMapping("/api/replays/{id}/differences")
    ResponseEntity<byte[]> differences(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        var plan = plan(id);
        var reason = reason(read(request));
        correcting
                .original(plan)
                .ifPresent(original -> disclosures.body(original, by(request), reason));
        AUDIT.info("differences of replay {} read by {}", plan.id(), by(request));
        var answer = DryRun.object();
        correcting.of(plan, true).ifPresent(changes -> answer.set("correction", changes));
        var list = answer.putArray("differences");
        plans.differences(plan.id(), MOST_DIFFERENCES)
                .forEach(found -> {
                    var one = list.addObject().put("kind", found.kind()).put("id", found.id());
                    one.set("changes", tree(found.changes()));
                });
        return ok(answer);
    }

    /**
     * {@code approve} with the hash of the dry run, {@code start}, {@code pause}, {@code cancel}.
     */
    @PostMapping("/api/replays/{id}/{verb}")
    ResponseEntity<byte[]> move(
            @PathVariable String id, @PathVariable String verb, HttpServletRequest request)
            throws IOException {
        var plan = plan(id);
        var asked = read(request);
        reason(asked);
        switch (verb) {
            case "approve" ->
                    replays.approve(plan.id(), asked.path("hash").asText(""), by(request));
            case "start", "resume" -> replays.start(plan.id());
            case "pause" -> replays.pause(plan.id());
            case "cancel" -> replays.cancel(plan.id());
            default ->
                    throw new FaultException(
                            FaultCode.TRP_501,
                            verb,
                            "possible are: approve, start, pause, resume, cancel, differences");
        }
        AUDIT.info("replay {}: {} by {}", plan.id(), verb, by(request));
        return ok(json(plan(id)));
    }

    private Plan plan(String id) {
        return plans.find(number(id))
                .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "id", ""));
    }

    static long number(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw new FaultException(FaultCode.TRP_501, "id", "");
        }
        return Long.parseLong(id);
    }

    private ObjectNode json(Plan plan) {
        var json = DryRun.object().put("id", plan.id());
        json.put("createdAt", Times.text(plan.createdAt()))
                .put("createdBy", plan.createdBy())
                .put("reason", plan.reason())
                .put("start", plan.start())
                .put("mode", plan.mode())
                .put("mappingVersion", plan.mappingVersion())
                .put("state", plan.state())
                .put("corrected", plan.corrected() != null)
                .put("approvalNeeded", plan.approvalNeeded());
        json.set("selection", tree(plan.selection()));
        put(json, "approvedBy", plan.approvedBy());
        put(json, "hash", plan.hash());
        put(json, "cause", plan.cause());
        if (plan.summary() != null) {
            json.set("dryRun", tree(plan.summary()));
        }
        correcting.of(plan, false).ifPresent(changes -> json.set("correction", changes));
        var progress = json.putObject("progress");
        plans.progress(plan.id()).forEach(progress::put);
        return json;
    }

    private static void put(
            ObjectNode json, String field, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /** Who asks: named, percent-encoded, in a header until the doors have locks. */
    static String by(HttpServletRequest request) {
        var named = request.getHeader("X-Operator");
        try {
            return named == null || named.isBlank()
                    ? request.getRemoteAddr()
                    : URLDecoder.decode(named.strip(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new FaultException(
                    List.of(new Fault(FaultCode.TRP_503, "X-Operator", "percent-encoded")),
                    notEncoded);
        }
    }

    static String reason(JsonNode asked) {
        var reason = asked.path("reason").asText("").strip();
        if (reason.isEmpty()) {
            throw new FaultException(FaultCode.TRP_201, "/reason", "say why");
        }
        if (reason.length() > 500) {
            throw new FaultException(FaultCode.TRP_503, "/reason", "at most 500 characters");
        }
        return reason;
    }

    private static String oneOf(JsonNode asked, String field, String unless, Set<String> possible) {
        var value = asked.path(field).asText(unless);
        if (!possible.contains(value)) {
            throw new FaultException(
                    FaultCode.TRP_503, "/" + field, "one of " + String.join(", ", possible));
        }
        return value;
    }

    private static byte[] binary(JsonNode value) {
        try {
            return value.binaryValue();
        } catch (IOException notBase64) {
            throw new FaultException(
                    List.of(new Fault(FaultCode.TRP_503, "/mapping/candidate", "Base64")),
                    notBase64);
        }
    }

    static ObjectNode read(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new FaultException(FaultCode.TRP_509, "", "");
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw new FaultException(List.of(new Fault(FaultCode.TRP_110, "")), malformed);
        }
        throw new FaultException(FaultCode.TRP_110, "", "an object");
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new java.io.UncheckedIOException(notWhatWasStored);
        }
    }

    static ResponseEntity<byte[]> ok(JsonNode json) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(bytes(json));
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
