package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.Generate.pick;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;

import se.trepart.fault.FaultException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

class Hl7CodecTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void readsBackEveryJsonThatItWrites() {
        qt().withExamples(2_000)
                .forAll(messages())
                .check(message -> Hl7Codec.parse(Hl7Codec.build(message)).equals(message));
    }

    @Test
    void writesBackEveryMessageThatItWroteByteForByte() {
        qt().withExamples(500)
                .forAll(messages())
                .check(message -> {
                    var bytes = Hl7Codec.build(message);
                    return java.util.Arrays.equals(Hl7Codec.build(Hl7Codec.parse(bytes)), bytes);
                });
    }

    @Test
    void writesBackACanonicalMessageByteForByte() {
        var bytes =
                bytes(
                        "MSH|^~\\&|A|B|||20230314||ADT^A08|1|P|2.5.1||||||8859/1\r"
                                + "PID|1||19910101-2384^^^&1.2.752.129.2.1.3.1&ISO^NI~\"\"||\"\"|\r"
                                        .replace("|\r", "\r")
                                + "NTE|1||a\\.br\\b \\F\\ \\S\\ \\T\\ \\R\\ \\E\\ \\H\\fet\\N\\\r"
                                + "ZQX|||a&&b^^c~~d\r",
                        StandardCharsets.ISO_8859_1);
        assertThat(Hl7Codec.build(Hl7Codec.parse(bytes))).isEqualTo(bytes);
    }

    @Test
    void keepsOneDepthEverywhere() {
        var message = parse("MSH|^~\\&|A\rZXX||a&b^c~d|\"\"||\r");
        assertThat(message.at("/segments/1"))
                .hasToString(
                        "{\"name\":\"ZXX\",\"fields\":[[],[[[\"a\",\"b\"],[\"c\"]],[[\"d\"]]],[[[null]]]]}");
    }

    @ParameterizedTest
    @CsvSource({
        "8859/1,ISO-8859-1",
        "ISO IR100,ISO-8859-1",
        "UNICODE UTF-8,UTF-8",
        "UTF-8,UTF-8",
        "'',ISO-8859-1",
        "'',UTF-8",
        "ASCII,UTF-8",
        "~UNICODE UTF-8,UTF-8"
    })
    void readsTheCharacterSetThatMsh18Names(String named, String actual) {
        var charset = Charset.forName(actual);
        var message =
                Hl7Codec.parse(
                        bytes(
                                "MSH|^~\\&|A|B||||||1|P|2.5||||||"
                                        + named
                                        + "\rPID|||||Åkesson^Ö\r",
                                charset));
        assertThat(message.at("/segments/1/fields/4/0/0/0").asText()).isEqualTo("Åkesson");
        assertThat(message.at("/charset").asText()).isEqualTo(actual);
    }

    @Test
    void refusesBytesThatTheNamedCharacterSetHasNot() {
        assertThatThrownBy(() ->
                        Hl7Codec.parse(
                                bytes(
                                        "MSH|^~\\&|A||||||||P|2.5||||||UTF-8\rPID|||||Åke\r",
                                        StandardCharsets.ISO_8859_1)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("TRP-115");
    }

    @Test
    void refusesAnUnknownCharacterSet() {
        assertThatThrownBy(() -> parse("MSH|^~\\&|A||||||||P|2.5||||||EBCDIC\r"))
                .hasMessageContaining("TRP-115");
    }

    @Test
    void understandsOddSeparators() {
        var message = parse("MSH#!*%@#A#B\rPV1##a!b*c@d%F%\r");
        assertThat(message.at("/segments/1/fields/1"))
                .hasToString("[[[\"a\"],[\"b\"]],[[\"c\",\"d#\"]]]");
    }

    @Test
    void fillsAShortMsh2WithTheStandardsSeparators() {
        assertThat(parse("MSH|^~|A\rPID|a^b&c\r").at("/segments/1/fields/0/0/1/1").asText())
                .isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSH|^^\\&|A\r", "MSH|A~\\&|A\r"})
    void refusesSeparatorsThatAreNotApart(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("TRP-116 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r", "\n\n"})
    void toleratesEveryLineEnd(String end) {
        var message = parse("MSH|^~\\&|A" + end + "PID|1" + end + "ZZZ|x" + end);
        assertThat(message.at("/segments")).hasSize(3);
        assertThat(message.at("/segments/2/fields/0/0/0/0").asText()).isEqualTo("x");
    }

    @Test
    void keepsALineFeedInsideAText() {
        assertThat(text("MSH|^~\\&|A\rNTE|1||rad ett\nrad två\r", "/segments/1/fields/2/0/0/0"))
                .isEqualTo("rad ett\nrad två");
    }

    @ParameterizedTest
    @CsvSource({
        "\\F\\,|",
        "\\X41\\,A",
        "\\XC3A5\\,å",
        "\\XC3\\,\\XC3\\",
        "\\Zabc\\,\\Zabc\\",
        "\\H\\fet\\N\\,\\H\\fet\\N\\",
        "C:\\mapp,C:\\mapp",
        "\\\\,\\\\"
    })
    void readsEscapesAndKeepsUnknownOnes(String written, String meant) {
        assertThat(
                        text(
                                "MSH|^~\\&|A||||||||P|2.5||||||UTF-8\rNTE|" + written + "\r",
                                "/segments/1/fields/0/0/0/0"))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PID|1\r", "MS", "FHS|^~\\&\rMSH|^~\\&|A\r"})
    void refusesWhatHasNoMsh(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("TRP-101");
    }

    @Test
    void refusesALineThatIsNoSegmentWithoutRepeatingIt() {
        assertThatThrownBy(() -> parse("MSH|^~\\&|A\rhemligt\r"))
                .hasMessageContaining("TRP-116")
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("hemligt");
    }

    @Test
    void refusesToWriteACharacterThatTheCharacterSetLacks() {
        var message = parse("MSH|^~\\&|A||||||||P|2.5||||||8859/1\rNTE|1\r");
        ((ArrayNode) message.at("/segments/1/fields/0/0/0")).set(0, "€uro");
        assertThatThrownBy(() -> Hl7Codec.build(message)).hasMessageContaining("TRP-115");
    }

    private static JsonNode parse(String text) {
        return Hl7Codec.parse(bytes(text, StandardCharsets.UTF_8));
    }

    private static String text(String message, String pointer) {
        return parse(message).at(pointer).asText();
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static Gen<ObjectNode> messages() {
        return lists().of(segments())
                .ofSizeBetween(0, 6)
                .zip(
                        pick(List.of("|^~\\&", "#!*%@", "|^~\\&#", "$;,'`")),
                        pick(List.of("UTF-8", "ISO-8859-1")),
                        Hl7CodecTest::message);
    }

    private static ObjectNode message(List<JsonNode> segments, String separators, String charset) {
        var message = JSON.objectNode();
        message.put("charset", charset);
        var all = message.putArray("segments");
        var msh = all.addObject().put("name", "MSH").putArray("fields");
        msh.add(lone(separators.substring(0, 1))).add(lone(separators.substring(1)));
        for (var empty = 3; empty < 18; empty++) {
            msh.addArray();
        }
        msh.add(lone(charset.equals("UTF-8") ? "UNICODE UTF-8" : "8859/1"));
        all.addAll(segments);
        return message;
    }

    private static ArrayNode lone(String text) {
        var field = JSON.arrayNode();
        field.addArray().addArray().add(text);
        return field;
    }

    private static Gen<JsonNode> segments() {
        return level(level(level(level(subcomponents()))))
                .zip(
                        pick(List.of("PID", "ZQX", "OBX", "MFE", "Z01")),
                        (fields, name) -> {
                            var segment = JSON.objectNode().put("name", name);
                            return (JsonNode) segment.<ObjectNode>set("fields", fields);
                        });
    }

    private static Gen<JsonNode> level(Gen<JsonNode> below) {
        return lists().of(below)
                .ofSizeBetween(0, 3)
                .map((Function<List<JsonNode>, JsonNode>) Hl7CodecTest::trimmed);
    }

    private static JsonNode trimmed(List<JsonNode> values) {
        var list = JSON.arrayNode();
        list.addAll(values);
        while (!list.isEmpty() && empty(list.get(list.size() - 1))) {
            list.remove(list.size() - 1);
        }
        return list;
    }

    private static boolean empty(JsonNode node) {
        return node.isArray() ? node.isEmpty() : node.isTextual() && node.asText().isEmpty();
    }

    private static Gen<JsonNode> subcomponents() {
        var pieces =
                List.of(
                        "a", "Å", "ö", "|", "^", "~", "\\", "&", "#", "!", "*", "%", "@", "\n",
                        "\r", "\t", "\u001c", " ", "H", "N", ".br", "E", "X41", "\"", "0", "\u00a0",
                        ";", "$", "'", "`", "P");
        Gen<String> texts =
                lists().of(pick(pieces)).ofSizeBetween(0, 5).map(list -> String.join("", list));
        return texts.zip(
                integers().between(0, 9),
                (text, chance) ->
                        chance == 0 || text.equals("\"\"") ? JSON.nullNode() : JSON.textNode(text));
    }
}
