package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class CorrectingTest {
    private static final String HEADER = "MSH|^~\\&|A|B|||20230314||ADT^A04|1|P|2.5.1\r";

    private static String difference(String original, String corrected, boolean values) {
        return Correcting.difference(
                        original.getBytes(StandardCharsets.UTF_8),
                        corrected.getBytes(StandardCharsets.UTF_8),
                        name -> name,
                        values)
                .path("changes")
                .toString();
    }

    @Test
    void namesTheFieldsThatAPersonHasChanged() {
        assertThat(
                        difference(
                                HEADER + "PID|1|x|199101022390^^^SKV~R7",
                                HEADER + "PID|1||199101022391^^^SKV~R7",
                                false))
                .isEqualTo(
                        "[{\"path\":\"PID-2\",\"what\":\"removed\"},{\"path\":\"PID-3.1\",\"what\":\"changed\"}]");
    }

    @Test
    void tellsWhatStoodAndStandsThereOnlyToWhoMaySeeIt() {
        assertThat(difference("{\"a\":{\"b\":\"x\"}}", "{\"a\":{\"b\":\"y\"},\"c\":1}", true))
                .isEqualTo(
                        "[{\"path\":\"/a/b\",\"what\":\"changed\",\"before\":\"x\",\"after\":\"y\"},{\"path\":\"/c\",\"what\":\"added\",\"after\":\"1\"}]");
    }

    @Test
    void comparesLinesWhereABodyCannotBeRead() {
        assertThat(difference("nonsense", HEADER + "PID|1", false))
                .contains("\"line 1\"", "\"MSH-3\"", "\"PID-1\"");
    }
}
