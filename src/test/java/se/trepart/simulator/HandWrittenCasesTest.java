package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the hand-written cases say that the partners must have got, the partners must also take. */
class HandWrittenCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @ParameterizedTest
    @MethodSource("casesForPasis")
    void pasisTakesEveryMessageOfTheCase(String name) throws IOException {
        // given
        List<String> numbers = new ArrayList<>();
        try (var simulator = Simulator.start(new Pasis(), Ports.FREE, null)) {
            for (String message : messages(name, "4-pasis.hl7")) {
                // when
                Hl7Message answer =
                        new Caller(simulator).send(bytes(withNumbers(message, numbers)));
                // then
                assertThat(answer.segments("ERR")).extracting(err -> err.value(8)).isEmpty();
                assertThat(answer.value("MSA", 1)).isEqualTo("AA");
                if (answer.trigger().equals("ACK^A04")) {
                    numbers.add(answer.value("ZKD", 9));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("casesForPrimaryCare")
    void primaryCareTakesEveryMessageOfTheCase(String name) throws IOException {
        try (var simulator = Simulator.start(new PrimaryCare(), Ports.FREE, null)) {
            for (String message : messages(name, "5-primary-care.hl7")) {
                // when
                Hl7Message answer = new Caller(simulator).send(bytes(message));
                // then
                assertThat(answer.segments("ERR")).extracting(err -> err.value(8)).isEmpty();
                assertThat(answer.value("MSA", 1)).isEqualTo("AA");
            }
        }
    }

    static Stream<String> casesForPasis() throws IOException {
        return casesWith("4-pasis.hl7");
    }

    static Stream<String> casesForPrimaryCare() throws IOException {
        return casesWith("5-primary-care.hl7");
    }

    private static Stream<String> casesWith(String file) throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders
                    .filter(folder -> Files.exists(folder.resolve(file)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** The messages of a stage, each with an id of its own. */
    private static List<String> messages(String name, String file) throws IOException {
        List<String> messages = new ArrayList<>();
        for (String message :
                Files.readString(CASES.resolve(name).resolve(file)).split("\\R\\R+")) {
            if (!message.isBlank()) {
                messages.add(message.replace("«id»", "M" + messages.size()));
            }
        }
        return messages;
    }

    private static String withNumbers(String message, List<String> numbers) {
        String numbered = message;
        for (int i = 0; i < numbers.size(); i++) {
            numbered = numbered.replace("KONTAKT-" + (i + 1), numbers.get(i));
        }
        return numbered;
    }

    private static byte[] bytes(String message) {
        return message.strip().replaceAll("\\R", "\r").getBytes(StandardCharsets.UTF_8);
    }
}
