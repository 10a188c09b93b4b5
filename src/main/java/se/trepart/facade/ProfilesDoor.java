package se.trepart.facade;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code /fhir-profiles/}: what our resources promise, as pages for people made from the files of
 * {@code trepart.profiles-dir}, and the files themselves.
 */
@RestController
class ProfilesDoor {
    private static final MediaType PAGE =
            new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType RESOURCE = MediaType.valueOf("application/fhir+json");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]+-[A-Za-z0-9.-]+");

    private final Path folder;

    ProfilesDoor(@Value("${trepart.profiles-dir}") Path folder) {
        this.folder = folder;
    }

    @GetMapping("/fhir-profiles")
    ResponseEntity<byte[]> root() {
        return ResponseEntity.status(308).header("Location", "/fhir-profiles/").build();
    }

    @GetMapping("/fhir-profiles/")
    ResponseEntity<byte[]> index() throws IOException {
        return page(ProfilePages.index(names()));
    }

    /** One resource: {@code name.html} for people, {@code name.json} for programs. */
    @GetMapping("/fhir-profiles/{file}")
    ResponseEntity<byte[]> one(@PathVariable String file) throws IOException {
        var page = file.endsWith(".html");
        var name = file.replaceFirst("\\.(html|json)$", "");
        if (!NAME.matcher(name).matches() || !names().contains(name)) {
            return ResponseEntity.notFound().build();
        }
        var resource = Files.readString(folder.resolve(name + ".json"));
        return page
                ? page(ProfilePages.resource(name, resource))
                : ResponseEntity.ok()
                        .contentType(RESOURCE)
                        .body(resource.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json"))
                    .map(file -> file.substring(0, file.length() - ".json".length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    private static ResponseEntity<byte[]> page(String html) {
        return ResponseEntity.ok().contentType(PAGE).body(html.getBytes(StandardCharsets.UTF_8));
    }
}
