package se.trepart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The catalogue is whole: each code is documented and thrown, and nothing is thrown that it lacks.
 * That each is provoked, {@code FaultProvocationIT} shows. With {@code -Dfaults.update} the page
 * for people is written anew.
 */
class FaultCatalogueTest {
    private static final Path PAGE = Path.of("src/main/resources/se/trepart/operator/faults.html");

    private static final Path CATALOGUE = Path.of("src/main/java/se/trepart/fault/FaultCode.java");

    /** A mention that makes a fault, in Java; a case label or a comparison only reads one. */
    private static final Pattern MADE = Pattern.compile("(?<!case |== |, )\\bTRP_\\d{3}\\b");

    private static final Pattern NAMED = Pattern.compile("TRP-\\d{3}");

    @Test
    void thePageForPeopleTellsTheCatalogueAsItIs() throws IOException {
        // when
        var page = FaultsPage.html();
        // then
        if (Boolean.getBoolean("faults.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }

    @ParameterizedTest
    @EnumSource
    void isDocumentedInBothLanguagesWithWhatToDo(FaultCode code) {
        assertThat(List.of(code.wrong(), code.remedy()))
                .allSatisfy(
                        text -> assertThat(text).matches("[A-ZÅÄÖ].{7,}\\.").doesNotContain("\n"));
        assertThat(code.english()).matches("[a-zA-Z].{5,}[^.]");
        assertThat(code.hl7Code()).matches("10[0-3]|20[0-7]");
        assertThat(code.code()).matches("TRP-[1-6]\\d\\d");
    }

    @Test
    void everyCodeIsMadeSomewhere() {
        // given
        var made = new TreeSet<String>();
        texts(Path.of("src/main/java"), ".java")
                .filter(file -> !file.path().equals(CATALOGUE))
                .forEach(file ->
                        MADE.matcher(file.text())
                                .results()
                                .forEach(found -> made.add(found.group().replace('_', '-'))));
        mappings().forEach(made::add);
        // then
        assertThat(made).containsAll(codes());
    }

    @Test
    void theMappingsNameNoCodeThatIsNotThere() {
        assertThat(codes()).containsAll(mappings());
    }

    /** Codes that mapping files give; comments are no fault. */
    private static TreeSet<String> mappings() {
        return texts(Path.of("mappings"), "")
                .flatMap(file -> file.text().lines())
                .filter(line -> !line.strip().startsWith("//") && !line.strip().startsWith("#"))
                .flatMap(line -> NAMED.matcher(line).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> codes() {
        return Arrays.stream(FaultCode.values()).map(FaultCode::code).toList();
    }

    private record TextFile(Path path, String text) {}

    private static Stream<TextFile> texts(Path folder, String ending) {
        try (var files = Files.walk(folder)) {
            return files
                    .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .map(file -> new TextFile(file, read(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
