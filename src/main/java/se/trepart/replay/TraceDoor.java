package se.trepart.replay;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.log.Disclosures;

import java.io.IOException;
import java.util.Optional;

/**
 * {@code /api/messages/{id}/trace}: what became of a message, step by step, and which of its fields
 * made what. Ids, codes, paths and hashes for everybody; bodies and values for who states a reason.
 */
@RestController
class TraceDoor {
    private final Tracing tracing;
    private final Disclosures disclosures;

    TraceDoor(Tracing tracing, Disclosures disclosures) {
        this.tracing = tracing;
        this.disclosures = disclosures;
    }

    @GetMapping("/api/messages/{id}/trace")
    ResponseEntity<byte[]> trace(@PathVariable String id) {
        return ReplaysDoor.ok(tracing.trace(ReplaysDoor.number(id), false));
    }

    /** With bodies and values; who read them and why is kept first. */
    @PostMapping("/api/messages/{id}/trace")
    ResponseEntity<byte[]> traceWithBodies(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        var number = ReplaysDoor.number(id);
        var reason = ReplaysDoor.reason(ReplaysDoor.read(request));
        disclosures.body(number, ReplaysDoor.by(request), reason);
        return ReplaysDoor.ok(tracing.trace(number, true));
    }

    @GetMapping("/api/messages/{id}/trace/fields")
    ResponseEntity<byte[]> fields(@PathVariable String id, HttpServletRequest request) {
        var of = Optional.ofNullable(request.getParameter("of")).orElse("").strip();
        return ReplaysDoor.ok(tracing.fields(ReplaysDoor.number(id), of));
    }
}
