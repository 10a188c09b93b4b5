package se.trepart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.mapping.MappingSet;
import se.trepart.minimising.Minimiser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the minimiser makes of a refused message is a case like those that a person wrote. */
class MinimisedCaseTest {
    private static final Minimiser MINIMISER = new Minimiser(MappingSet.load(Path.of("mappings")));

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-personnummer-with-a-wrong-check-digit-is-refused-in-hl7",
                "a-personnummer-with-a-wrong-check-digit-is-refused-in-an-event",
                "a-booking-without-a-patient-is-refused",
                "a-message-without-a-control-id-is-refused",
                "a-message-of-an-unknown-type-is-refused-with-200",
                "a-version-before-2-3-is-refused-with-203",
                "every-fault-of-a-message-is-told-at-once",
                "every-fault-of-an-event-is-told-at-once",
                "an-event-of-an-unknown-type-is-refused",
                "an-event-with-a-field-that-nobody-knows-is-refused"
            })
    void isPlayedAsACaseThatAPersonWrote(String name) throws IOException {
        // given
        var written = new Case(Case.ROOT.resolve(name));
        var received = written.received().getFirst();
        var body = received.hl7() ? received.messages().getFirst() : received.bytes();
        // when
        var least = MINIMISER.minimise(body, Optional.empty());
        var files = Files.createDirectories(folder.resolve(least.name()));
        for (var file : least.files().entrySet()) {
            Files.writeString(files.resolve(file.getKey()), file.getValue());
        }
        // then
        assertIsACase(new Case(files));
    }

    private static void assertIsACase(Case made) throws JsonProcessingException {
        assertThat(made.name()).matches("[a-z0-9]+(-[a-z0-9]+){3,}");
        var folders = new CaseFilesTest();
        folders.hasEveryStageAndNoUnusedFile(made);
        folders.writesWhatIsReceivedAndExpectedInTheirOwnFormats(made);
        var cases = new CasesTest();
        cases.readsWhatIsReceivedIntoTheLog(made);
        cases.answersWhatTheMessageAloneDecides(made);
        cases.derivesTheStateFromTheLog(made);
        cases.derivesTheSameStateFromTheLogInTheOppositeOrder(made);
        cases.makesTheResourcesOfTheState(made);
        cases.tellsPasisAndPrimaryCareWhatTheHandWrote(made);
    }
}
