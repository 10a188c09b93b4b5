package se.trepart.operator;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.Objects;

/** {@code /api/openapi.json}: the description of this API, kept by hand in {@code openapi.yaml}. */
@RestController
class OpenApiDoor {
    private final byte[] description;

    OpenApiDoor() throws IOException {
        try (var kept =
                Objects.requireNonNull(OpenApiDoor.class.getResourceAsStream("openapi.yaml"))) {
            this.description = Answers.bytes(new YAMLMapper().readTree(kept));
        }
    }

    @GetMapping("/api/openapi.json")
    ResponseEntity<byte[]> describe(HttpServletRequest request) {
        Parameters.of(request);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(description.clone());
    }
}
