package se.trepart.minimising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class MinimiserTest {
    private static final Minimiser MINIMISER = new Minimiser(Refused.SHIPPED);
    private static final int SPOILT = 40;

    private static Minimised minimised(byte[] body) {
        return MINIMISER.minimise(body, Optional.empty());
    }

    private static Minimised minimised(String... lines) {
        return minimised(bytes(lines));
    }

    private static byte[] bytes(String... lines) {
        return (String.join("\r", lines) + "\r").getBytes(StandardCharsets.UTF_8);
    }

    private static String message(Minimised minimised) {
        return String.valueOf(minimised.files().get("0-received.hl7"));
    }

    static List<byte[]> refused() {
        return Refused.all().stream().filter(Refused::byWhatItSays).toList();
    }

    @Test
    void aPersonnummerThatDoesNotCheckIsAllThatIsLeftOfAVisit() {
        // when
        var least =
                minimised(
                        "MSH|^~\\&|VCJOURNAL|SE162321000255-TRP101|TREPART|SE162321000255-TRP001|20240905095500||ADT^A04^ADT_A01|VC-12201|P|2.5.1||||||UNICODE"
                            + " UTF-8",
                        "EVN|A04|20240905095500||||20240905095500",
                        "PID|1||199101042382^^^&1.2.752.129.2.1.3.1&ISO^NI||Åkesson^Linnéa||19910104|F",
                        "PV1|1|O|SE162321000255-TRP101||||SE162321000255-TRP901^Öberg^Nils^^^^^^&1.2.752.29.4.19&ISO||||||||||||B-1022|||||||||||||||||||||||||20240905095500");
        // then
        assertThat(message(least))
                .isEqualTo(
                        """
                        MSH|^~\\&||SE162321000255-TRP101|||20200107100000||ADT^A04|M-1|P|2.5.1
                        PID|||189501019808
                        """);
        assertThat(least.faults())
                .extracting(fault -> fault.code() + " " + fault.where())
                .containsExactly("TRP_202 PID-3.1");
        assertThat(least.name()).isEqualTo("message-adt-a04-is-refused-with-trp-202-at-pid-3-1");
    }

    @Test
    void whatIsWrongIsNotReplacedByNothing() {
        // when
        var type =
                minimised(
                        "MSH|^~\\&|A|SE162321000255-TRP103|||20261116101700||ORU^R01^ORU_R01|R-3|P|2.5.1",
                        "PID|1||198001139297^^^&1.2.752.129.2.1.3.1&ISO^NI||Testsson^Test");
        var use =
                minimised(
                        "MSH|^~\\&|A|SE162321000255-TRP103|||20261116101700||ADT^A04|R-4|T|2.5.1");
        // then
        assertThat(message(type)).isEqualTo("MSH|^~\\&|||||||ORU|M-1|P|2.5.1\n");
        assertThat(message(use)).isEqualTo("MSH|^~\\&|||||||ADT^A04|M-1|T|2.5.1\n");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void everyRefusedMessageOfTheCasesIsMadeAsSmallAsItCanBe(byte[] body) {
        assertIsLeast(body);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void soIsAMessageThatWasSpoiltByChance(long seed) {
        var random = new Random(seed);
        var all = Refused.all();
        var done = 0;
        while (done < SPOILT) {
            var body = Refused.spoilt(all, random);
            if (Refused.byWhatItSays(body)) {
                assertIsLeast(body);
                done++;
            }
        }
    }

    /** The same faults, no single piece too many, and itself again when it is minimised again. */
    private static void assertIsLeast(byte[] body) {
        // when
        var least = minimised(body);
        // then
        var received = Refused.received(least);
        var text = new String(body, StandardCharsets.UTF_8) + "\n-> \n" + least.files();
        var prints = Refused.verdict(received).prints();
        assertThat(prints).as(text).isEqualTo(Refused.verdict(body).prints());
        var specimen = Refused.specimen(received);
        for (var level : specimen.levels()) {
            for (var piece : level) {
                var without = specimen.without(List.of(piece));
                assertThat(Verdict.of(Refused.SHIPPED, Refused.KNOWN, without).prints())
                        .as(text + " without " + piece)
                        .isNotEqualTo(prints);
            }
        }
        assertThat(minimised(received).files()).as(text).isEqualTo(least.files());
        assertThat(least.after()).isLessThanOrEqualTo(least.before());
        // and nothing that is not known to be safe
        var before = Refused.specimen(body);
        var places = new Places(Refused.KNOWN);
        var told = new HashSet<String>();
        specimen.values().forEach(at -> told.add(specimen.tree().at(at).asText()));
        var safe = new HashSet<String>();
        before.values().stream()
                .filter(at -> places.safe(before, at))
                .forEach(at -> safe.add(before.tree().at(at).asText()));
        before.values().stream()
                .filter(at -> !safe.contains(before.tree().at(at).asText()))
                .filter(at -> !places.safe(before, at) && places.codes(before, at).isEmpty())
                .map(at -> before.tree().at(at).asText())
                .filter(original ->
                        !original.matches(
                                "(K|B|M|E)-\\d|1895010198.*|202001071.00+|2020-01-07T10:00:00\\+01:00"))
                .forEach(original -> assertThat(told).as(text).doesNotContain(original));
    }

    @Test
    void nothingOfAPersonIsLeftWhereverItStood() {
        // given
        var canaries =
                List.of(
                        "199001011239",
                        "900101-1239",
                        "Kanarieström",
                        "KANARIE",
                        "Gulfjädra",
                        "0709876512",
                        "Näbbgränden",
                        "fjäderfällning",
                        "burfågelskäl",
                        "19900101",
                        "Papegoja",
                        "kanarie@example.se",
                        "SE162321000255-KANA1",
                        "B-KANARIE",
                        "K-KANARIE",
                        "C-KANARIE",
                        "20240905");
        // when
        var least =
                MINIMISER.minimise(
                        bytes(
                                "MSH|^~\\&|KANARIE|SE162321000255-TRP101^Kanarieström|TREPART^0709876512||20240905095500||SIU^S12^KANARIE|C-KANARIE|P|2.5.1|burfågelskäl|||||UNICODE"
                                    + " UTF-8",
                                "SCH|K-KANARIE^Kanarieström|||||burfågelskäl^199001011239|fjäderfällning|DSK^Kanarieström|20|min|^^^20240905100000^20240905095000^Kanarieström|||||0709876512^Kanarieström",
                                "NTE|1||Kanarieström 900101-1239 fjäderfällning~0709876512",
                                "PID|1|900101-1239|199001011239^^^&1.2.752.129.2.1.3.1&ISO^NI~0709876512^^^Kanarieström^MR|Kanarieström|Kanarieström^Gulfjädra^^KANARIE|Papegoja|19900101|F||Kanarieström|Näbbgränden"
                                    + " 4^^Lund^^22222||0709876512^PRN^PH^kanarie@example.se|||||B-KANARIE|900101-1239",
                                "NK1|1|Papegoja^Gulfjädra|SPO^fjäderfällning|Näbbgränden"
                                        + " 5|0709876512",
                                "ZKA|Kanarieström|199001011239||burfågelskäl",
                                "PV1|1|O|SE162321000255-TRP101^Kanarieström||||SE162321000255-KANA1^Kanarieström^Gulfjädra^^^^^^&1.2.752.29.4.19&ISO||||||||||||B-KANARIE^Kanarieström",
                                "RGS|1|A",
                                "AIS|1|A|DSK^Kanarieström",
                                "AIL|1|A|SE162321000255-TRP202^^^Kanarieström"),
                        Optional.of(FaultCode.TRP_210));
        // then
        assertThat(least.faults())
                .extracting(fault -> fault.code() + " " + fault.where())
                .containsExactly("TRP_210 SCH-11.5");
        var all = least.name() + least.files();
        assertThat(canaries).noneSatisfy(canary -> assertThat(all).containsIgnoringCase(canary));
        assertThat(message(least)).contains("DSK").contains("PID|||189501019807");
    }

    @Test
    void nothingOfAPersonIsLeftOfAnEvent() {
        // when
        var least =
                minimised(
                        """
                        {"specversion":"1.0","id":"C-KANARIE","source":"https://kanarie.example.se/","type":"se.trepart.consultation.requested.v1",
                         "subject":"K-KANARIE","time":"2024-09-05T10:02:11+02:00","kanarie":"Kanarieström","datacontenttype":"application/json",
                         "data":{"patient":{"identifier":{"type":"personnummer","value":"19900101-1239"},"name":{"family":"Kanarieström","given":"Gulfjädra"},
                           "Kanarieström":199001011239,"address":"Näbbgränden 4","phone":"0709876512"},
                          "visit":{"id":"B-KANARIE","unit":"SE162321000255-TRP101"},"physician":{"hsaId":"SE162321000255-KANA1"},
                          "specialty":"ortopedi","specialistUnit":"SE162321000255-TRP202","question":{"text":"fjäderfällning","codes":["KANARIE"]}}}
                        """
                                .getBytes(StandardCharsets.UTF_8));
        // then
        assertThat(least.faults())
                .extracting(fault -> fault.code() + " " + fault.where())
                .containsExactly("TRP_114 /data/patient/unknown1");
        var all = least.name() + least.files();
        assertThat(
                        List.of(
                                "kanarie",
                                "Gulfjädra",
                                "Näbb",
                                "0709",
                                "1239",
                                "fjäder",
                                "2024",
                                "KANA1"))
                .noneSatisfy(canary -> assertThat(all).containsIgnoringCase(canary));
        assertThat(all).contains("\"unit\": \"SE162321000255-TRP101\"", "18950101-9807");
    }

    @Test
    void oneFaultOfSeveralIsChosenByItsCodeAndTheOtherGoesIfItCan() {
        // given
        var body =
                bytes(
                        "MSH|^~\\&|A|SE162321000255-TRP109|||20230314100000||ADT^A04|VC-16301|P|2.5.1",
                        "PID|1||194703074685^^^&1.2.752.129.2.1.3.1&ISO^NI",
                        "PV1|1|O|SE162321000255-TRP109||||||||||||||||B-1063"
                                + "|".repeat(25)
                                + "klockan 10");
        // when
        var one = MINIMISER.minimise(body, Optional.of(FaultCode.TRP_202));
        // then
        assertThat(Refused.verdict(body).faults()).hasSize(2);
        assertThat(one.faults())
                .extracting(fault -> fault.code())
                .containsExactly(FaultCode.TRP_202);
        assertThatThrownBy(() -> MINIMISER.minimise(body, Optional.of(FaultCode.TRP_206)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("TRP-551");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSH|^~\\&|A|SE162321000255-TRP109|||20230314100000||ADT^A01|1|P|2.5.1",
                "no message",
                "{\"data\":"
            })
    void whatIsNotRefusedOrCannotBeReadIsNoCase(String body) {
        assertThatThrownBy(() -> minimised(body))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("TRP-551")
                .hasMessageNotContaining("no message");
    }
}
