package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

class ScriptTest {
    private static final OptionalLong IN_TIME = OptionalLong.empty();

    @Test
    void repeatsTheSameBytesForWhatIsToldTwice() throws IOException {
        // given
        List<Telling> script = Script.of(DayFile.read(DayTest.DAY), IN_TIME);
        // when
        List<Telling> twice =
                script.stream().filter(telling -> telling.id().equals("K-2026-019.3")).toList();
        // then
        assertThat(twice).hasSize(2);
        assertThat(twice.getFirst().payload()).isEqualTo(twice.getLast().payload());
        assertThat(twice.getLast().fate()).isEqualTo(new Telling.Fate.Duplicate());
    }

    @Test
    void tellsWhatIsLateAfterTheRestOfItsPart() throws IOException {
        // when
        List<String> ids =
                Script.of(DayFile.read(DayTest.DAY), IN_TIME).stream()
                        .filter(telling -> telling.part() == 1)
                        .map(Telling::id)
                        .toList();
        // then: the beginning of the visit after its end
        assertThat(ids.indexOf("K-2026-020.4")).isGreaterThan(ids.indexOf("K-2026-020.1"));
        assertThat(ids.subList(ids.size() - 3, ids.size()))
                .containsExactlyInAnyOrder("K-2026-020.4", "K-2026-020.6", "K-2026-020.7");
    }

    @Test
    void shufflesTheArrivalBySeedAndKeepsTheParts() throws IOException {
        // given
        Day day = DayFile.read(DayTest.DAY);
        // when
        List<Telling> inTime = Script.of(day, IN_TIME);
        List<Telling> shuffled = Script.of(day, OptionalLong.of(17));
        // then
        assertThat(shuffled.stream().map(Telling::id))
                .containsExactlyInAnyOrderElementsOf(inTime.stream().map(Telling::id).toList())
                .isNotEqualTo(inTime.stream().map(Telling::id).toList());
        assertThat(shuffled.stream().map(Telling::part)).isSorted();
        assertThat(Script.of(day, OptionalLong.of(17)).stream().map(Telling::id).toList())
                .isEqualTo(shuffled.stream().map(Telling::id).toList());
    }

    @Test
    void countsTheSecondOfTwoAsTheDuplicateWhateverTheOrder() throws IOException {
        // given
        Day day = DayFile.read(DayTest.DAY);
        for (long seed = 0; seed < 20; seed++) {
            // when
            List<Telling.Fate> fates =
                    Script.of(day, OptionalLong.of(seed)).stream()
                            .filter(telling -> telling.id().equals("K-2026-019.2"))
                            .map(Telling::fate)
                            .toList();
            // then
            assertThat(fates)
                    .containsExactly(new Telling.Fate.Accepted(), new Telling.Fate.Duplicate());
        }
    }

    @Test
    void movesALineToJmsByOneWord() throws IOException {
        // when
        Telling telling =
                Script.of(DayFile.read(DayTest.DAY), IN_TIME).stream()
                        .filter(one -> one.id().equals("K-2026-048.7"))
                        .findFirst()
                        .orElseThrow();
        // then
        assertThat(telling.via()).isEqualTo(Day.Via.JMS);
        JsonNode event = new ObjectMapper().readTree(telling.payload());
        assertThat(event.path("type").asText())
                .isEqualTo("se.trepart.medical-registration.recorded.v1");
        assertThat(event.path("time").asText()).isEqualTo("2026-11-16T15:35:00+01:00");
        assertThat(event.at("/data/diagnoses/0/code").asText()).isEqualTo("M653");
        assertThat(event.at("/data/procedures/0/code").asText()).isEqualTo("AV034");
    }

    @Test
    void speaksAsTheSenderSpeaks() throws IOException {
        // when
        Telling telling =
                Script.of(DayFile.read(DayTest.DAY), IN_TIME).stream()
                        .filter(one -> one.id().equals("K-2026-012.1"))
                        .findFirst()
                        .orElseThrow();
        // then
        assertThat(new String(telling.payload(), StandardCharsets.ISO_8859_1).split("\r"))
                .contains(
                        "MSH|^~\\&|JOURNAL|SE162321000255-TRP112|TREPART||20261111082000||SIU^S12^SIU_S12|K-2026-012.1|P|2.3||||||8859/1",
                        "PID|1||196101182803^^^&1.2.752.129.2.1.3.1&ISO^NI||Magnusson^Eva",
                        "PV1|1|O|SE162321000255-TRP112||||SE162321000255-TRP912^Ängström^Maj^^^^^^&1.2.752.29.4.19&ISO||||||||||||B-112-1");
    }
}
