package se.trepart.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.delivery.Destinations;
import se.trepart.delivery.Releases;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code /api/destinations}: how each stands, pausing and resuming it, and letting go what is held
 * for it.
 */
@RestController
class DestinationsDoor {
    private final Destinations destinations;

    DestinationsDoor(Destinations destinations) {
        this.destinations = destinations;
    }

    @GetMapping("/api/destinations")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Parameters.of(request);
        return standing();
    }

    @PostMapping("/api/destinations/{name}/pause")
    ResponseEntity<byte[]> pause(@PathVariable String name, HttpServletRequest request)
            throws IOException {
        destinations.pause(name, Reasons.read(request).why());
        return standing();
    }

    @PostMapping("/api/destinations/{name}/resume")
    ResponseEntity<byte[]> resume(@PathVariable String name, HttpServletRequest request)
            throws IOException {
        destinations.resume(name, Reasons.read(request).why());
        return standing();
    }

    /** The body may tell the cause of those to let go: {@code cause}; all mendable ones unless. */
    @PostMapping("/api/destinations/{name}/release")
    ResponseEntity<byte[]> release(@PathVariable String name, HttpServletRequest request)
            throws IOException {
        var stated = Reasons.read(request, "cause");
        var released = destinations.release(name, causes(stated.text("cause")), stated.why());
        return standing(Answers.object().put("released", released));
    }

    private static List<FaultCode> causes(@Nullable String code) {
        var asked =
                Releases.MENDABLE.stream()
                        .filter(cause -> code == null || cause.code().equals(code))
                        .toList();
        if (asked.isEmpty()) {
            throw new FaultException(
                    FaultCode.TRP_503,
                    "/cause",
                    "possible are: "
                            + Releases.MENDABLE.stream()
                                    .map(FaultCode::code)
                                    .collect(Collectors.joining(", ")));
        }
        return asked;
    }

    private ResponseEntity<byte[]> standing() {
        return standing(Answers.object());
    }

    private ResponseEntity<byte[]> standing(ObjectNode answer) {
        var list = answer.putArray("destinations");
        destinations.all().forEach(standing -> list.add(line(standing)));
        return Answers.ok(answer);
    }

    private static ObjectNode line(Destinations.Standing standing) {
        var pause = standing.pause();
        var json =
                Answers.object()
                        .put("name", standing.settings().name())
                        .put("state", pause == null ? "running" : "paused");
        if (pause != null) {
            json.put("reason", pause.reason());
            Answers.put(json, "since", pause.since());
        }
        json.put("pending", standing.pending()).put("held", standing.held());
        Answers.put(json, "oldest", standing.oldest());
        return json;
    }
}
