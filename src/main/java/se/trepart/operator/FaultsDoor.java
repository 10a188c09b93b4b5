package se.trepart.operator;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.fault.FaultCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * {@code /api/faults}: everything that can go wrong, what it means and what to do. A page for
 * people, made from the catalogue and kept in {@code faults.html}; the same as JSON for who asks
 * for that by Accept.
 */
@RestController
class FaultsDoor {
    private static final MediaType PAGE =
            new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final byte[] page;

    FaultsDoor() throws IOException {
        try (var kept =
                Objects.requireNonNull(FaultsDoor.class.getResourceAsStream("faults.html"))) {
            this.page = kept.readAllBytes();
        }
    }

    @GetMapping("/api/faults")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Parameters.of(request);
        var answer = ResponseEntity.ok().header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        return json(request)
                ? answer.contentType(MediaType.APPLICATION_JSON).body(catalogue())
                : answer.contentType(PAGE).body(page.clone());
    }

    private static byte[] catalogue() {
        var answer = Answers.object();
        var faults = answer.putArray("faults");
        for (var code : FaultCode.values()) {
            faults.addObject()
                    .put("code", code.code())
                    .put("category", code.category().code())
                    .put("wrong", code.wrong())
                    .put("remedy", code.remedy())
                    .put("text", code.english())
                    .put("acknowledgement", code.category().ackCode().name())
                    .put("hl7Code", code.hl7Code())
                    .put("status", code.httpStatus())
                    .put("retry", code.category().retry());
        }
        return Answers.bytes(answer);
    }

    /** Whether JSON is wished more than a page; a page where both are as welcome. */
    private static boolean json(HttpServletRequest request) {
        return quality(request, MediaType.APPLICATION_JSON) > quality(request, PAGE);
    }

    /**
     * How welcome the type is by the narrowest range of Accept that holds it (RFC 9110, 12.5.1).
     */
    private static double quality(HttpServletRequest request, MediaType type) {
        return accepted(request).stream()
                .filter(range -> range.includes(type))
                .max(Comparator.comparing(FaultsDoor::narrowness))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }

    private static int narrowness(MediaType range) {
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }

    private static List<MediaType> accepted(HttpServletRequest request) {
        try {
            return MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
        } catch (InvalidMediaTypeException unreadable) {
            return List.of();
        }
    }
}
