package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import se.trepart.mapping.Decoded;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

class DayAndMappingsTest {

    @Test
    void everyMessageOfTheDayIsReadAsItMustBe() throws IOException {
        // given
        MappingSet mappings = MappingSet.load(Path.of("mappings"));
        List<Telling> script = Script.of(DayFile.read(DayTest.DAY), OptionalLong.empty());
        // when
        List<String> wrong = new ArrayList<>();
        for (Telling telling : script) {
            boolean refused = telling.fate() instanceof Telling.Fate.Refused;
            if (refused == read(mappings, telling) && telling.part() == 1) {
                wrong.add(telling.id() + (refused ? " is read" : " is refused"));
            }
        }
        // then
        assertThat(wrong).isEmpty();
    }

    private static boolean read(MappingSet mappings, Telling telling) throws IOException {
        return telling.via().hl7()
                ? !(mappings.decode(telling.payload()) instanceof Decoded.Refused)
                : mappings.events()
                        .validate(new ObjectMapper().readTree(telling.payload()))
                        .isEmpty();
    }
}
