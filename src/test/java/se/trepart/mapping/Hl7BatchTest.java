package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files of HL7 v2 messages: what is in them, and whether they are whole. */
class Hl7BatchTest {
    private static final String ONE = "MSH|^~\\&|A\rPID|1|Åsa\r";
    private static final String TWO = "MSH|^~\\&|B\r";

    @Test
    void aBatchIsItsMessages() {
        // when
        var batch = read("FHS|^~\\&\rBHS|^~\\&\r" + ONE + TWO + "BTS|2\rFTS|1\r");
        // then
        assertThat(texts(batch)).containsExactly(ONE, TWO);
        assertThat(batch.faults()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    line feeds               | \\n
                    both                     | \\r\\n
                    carriage returns         | \\r
                    """)
    void whateverEndsALineASegmentEndsAsOnTheWire(String name, String written) {
        // given
        var end = written.replace("\\n", "\n").replace("\\r", "\r");
        // when
        var batch = read("\uFEFF" + (ONE + "\r" + TWO).replace("\r", end));
        // then
        assertThat(texts(batch)).containsExactly(ONE, TWO);
    }

    @Test
    void framedMessagesKeepTheirBytes() {
        // when
        var batch = read("\u000BMSH|1\n\u001C\r\u000BMSH|2\r\u001C\r");
        // then
        assertThat(texts(batch)).containsExactly("MSH|1\n", "MSH|2\r");
        assertThat(batch.faults()).isEmpty();
        assertThat(read("\u000BMSH|1\r\u001C\r\u000BMSH|2\r").faults())
                .extracting(Fault::code)
                .containsExactly(FaultCode.TRP_117);
    }

    @Test
    void whatStandsBeforeTheFirstMessageIsNotLost() {
        assertThat(texts(read("hej\r" + ONE))).containsExactly("hej\r", ONE);
        assertThat(texts(read(""))).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    FHS|/BHS|/MSH|/BTS|1/FTS|1              ; ''
                    FHS|/BHS|/MSH|/BTS|/FTS|                ; ''
                    FHS|/MSH|/MSH|/FTS|1                    ; ''
                    BHS|/MSH|/BTS|1/BHS|/MSH|/MSH|/BTS|2    ; ''
                    FHS|/BHS|/BTS|0/FTS|1                   ; ''
                    FHS|/BHS|/MSH|/BTS|2/FTS|1              ; BTS-1
                    FHS|/BHS|/MSH|/BTS|1/FTS|2              ; FTS-1
                    FHS|/BHS|/MSH|/BTS|x/FTS|1              ; BTS-1
                    FHS|/BHS|/MSH|/BTS|1                    ; FTS
                    BHS|/MSH|/BHS|/MSH|/BTS|1               ; BTS
                    BHS|/MSH|                               ; BTS
                    MSH|/BTS|1                              ; BTS
                    MSH|/FHS|/FTS|0                         ; FHS
                    FHS|/FTS|0/MSH|                         ; MSH
                    """)
    void aBatchIsWholeOrSaysWhereNot(String file, String where) {
        // when
        var faults = read(file.strip().replace('/', '\r')).faults();
        // then
        assertThat(faults.stream().map(Fault::where).findFirst().orElse("")).isEqualTo(where);
    }

    private static Hl7Batch read(String file) {
        return Hl7Batch.read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(Hl7Batch batch) {
        return batch.messages().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
