package se.trepart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class AskingTest {
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int status = 200;
    private String answer = "{}";
    private HttpServer hub;

    @BeforeEach
    void start() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", this::answer);
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    @Test
    void messagesStandInATableWithTheirFaultsAndConsultations() {
        // given
        answer =
                """
                {"messages":[
                  {"id":12,"receivedAt":"2023-03-14T10:02:11.5+01:00","feed":"mllp","sender":"A|B","controlId":"M1","type":"ADT^A04",
                   "state":"accepted","faults":[],"consultations":["K-1","K-2"]},
                  {"id":9,"receivedAt":"2023-03-14T10:02:10+01:00","feed":"http","sender":"https://video.example.se/","type":"se.trepart.visit.ended.v1",
                   "state":"refused","faults":[{"code":"TRP-201"},{"code":"TRP-202"}],"consultations":[]}],
                 "next":"9"}\
                """;
        // when
        var exit = run("messages", "--state", "refused", "--sender", "A|B");
        // then
        assertThat(exit).isZero();
        assertThat(asked).containsExactly("GET /api/messages?sender=A%7CB&state=refused ");
        assertThat(out.toString().lines())
                .containsExactly(
                        "id  received             feed  sender                     control id  type"
                                + "            state     faults           consultation",
                        "12  2023-03-14 10:02:11  mllp  A|B                        M1         "
                                + " ADT^A04         accepted  -                K-1 K-2",
                        "9   2023-03-14 10:02:10  http  https://video.example.se/  -          "
                                + " visit.ended.v1  refused   TRP-201 TRP-202  -",
                        "More: --before 9");
    }

    @Test
    void anIdentifierIsTakenFromWhatIsPipedInAndStandsInNoAddress() {
        // given
        answer = "{\"messages\":[],\"complete\":false}";
        var before = System.in;
        System.setIn(
                new java.io.ByteArrayInputStream(
                        "19910101-2384\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        // when
        try {
            run("messages", "--identifier", "--state", "refused");
        } finally {
            System.setIn(before);
        }
        // then
        assertThat(asked)
                .containsExactly(
                        "POST /api/messages/_search identifier=19910101-2384&state=refused");
        assertThat(out.toString()).contains("Older messages are still gone through");
    }

    @Test
    void anIdentifierOnTheCommandLineIsRefused() {
        // when
        var exit = run("messages", "--identifier", "199101012384");
        // then
        assertThat(exit).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void aTraceIsDrawnWithItsStepsTimesDifferencesAndDeliveries() {
        // given
        answer =
                """
                {"message":17,"state":"accepted","correctedBy":[19],"derivations":[{"at":"2026-11-27T14:00:00+01:00","before":"refused","after":"accepted","mappingVersion":"0123456789abcdef","replay":3}],
                 "steps":[
                  {"step":"received","micros":1500,"at":"2023-03-14T10:00:00+01:00","feed":"mllp","sender":"A|B","controlId":"M1","type":"ADT^A04","in":{"hash":"aaaaaaaaaaaa","bytes":420}},
                  {"step":"decoded","micros":2400,"dialect":"gran","version":"2.5.1","charset":"UTF-8","mappingVersion":"0123456789abcdef","in":{"hash":"aaaaaaaaaaaa"},"out":{"hash":"bbbbbbbbbbbb"}},
                  {"step":"validated","events":1,"faults":[],"out":{"hash":"cccccccccccc"}},
                  {"step":"appended","superseded":0,"rows":[{"position":4,"type":"se.trepart.visit.started.v1"}]},
                  {"step":"folded","consultations":[{"id":"K-1","changes":[{"path":"/visit/start","what":"added"}]}]},
                  {"step":"aimed","targets":[{"id":"pasis/K-1","changes":[{"path":"/start","what":"changed","before":"a","after":"b"}]}]},
                  {"step":"delivered","deliveries":[{"destination":"pasis","operation":"A08","controlId":"C9","state":"confirmed","sentAt":"2023-03-14T10:00:01+01:00","answerCode":"AA"}]},
                  {"step":"answered","answerCode":"AA"}]}\
                """;
        // when
        run("trace", "17");
        // then
        assertThat(asked).containsExactly("GET /api/messages/17/trace ");
        assertThat(out.toString().lines())
                .containsSubsequence(
                        "message 17  ADT^A04  M1  from A|B  accepted",
                        "corrected by message 19",
                        "derived anew 2026-11-27 14:00:00: refused -> accepted, mappings"
                                + " 0123456789ab, replay 3",
                        "received       1.5 ms  in aaaaaaaa                   2023-03-14 10:00:00"
                                + " by mllp, 420 bytes",
                        "decoded        2.4 ms  in aaaaaaaa    out bbbbbbbb   dialect gran, version"
                                + " 2.5.1, UTF-8, mappings 0123456789ab",
                        "What changed in the consultation",
                        "  K-1",
                        "    + /visit/start",
                        "What the record systems must hold",
                        "    - /start a",
                        "    + /start b",
                        "What was sent because of it")
                .anyMatch(line -> line.matches("pasis +A08 +C9 +confirmed .* AA +-"));
    }

    @Test
    void fieldsAreDrawnBelowWhatTheyMade() {
        // given
        answer =
                """
                {"message":17,"altered":300,"complete":true,"outputs":[
                  {"output":"Encounter/K-1-visit","inputs":["PV1-19"]},
                  {"output":"Encounter/K-1-visit/period/start","inputs":["EVN-6","PV1-44"]},
                  {"output":"accepted","inputs":["PID-3.1"]}],
                 "withoutEffect":["MSH-10"],"unused":["PV1-2"]}\
                """;
        // when
        run("trace", "17", "--fields");
        // then
        assertThat(asked).containsExactly("GET /api/messages/17/trace/fields ");
        assertThat(out.toString().lines())
                .containsExactly(
                        "Encounter/K-1-visit",
                        "    (that it is there)                           <- PV1-19",
                        "    /period/start                                <- EVN-6 PV1-44",
                        "accepted",
                        "    (that it is there)                           <- PID-3.1",
                        "Told, and without effect: MSH-10",
                        "Nothing depends on: PV1-2",
                        "300 altered messages were tried.");
    }

    @Test
    void theHubsOwnJsonIsForMachines() {
        // given
        answer = "{\"messages\":[],\"unknown\":\"kept\"}";
        // when
        var exit = run("messages", "--json");
        // then
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("\"unknown\" : \"kept\"");
    }

    @Test
    void anEmptyListSaysSo() {
        // given
        answer = "{\"consultations\":[]}";
        // when
        run("consultations");
        // then
        assertThat(out.toString()).isEqualToIgnoringNewLines("No consultations.");
    }

    @Test
    void aConsultationIsShownWithWhatHappenedAndWhyItIsNotAgreed() {
        // given
        answer =
                """
                {"id":"K-1","phase":"completed","tookPlace":true,"agreed":false,"unit":"SE162321000255-TRP101",
                 "causes":[{"destination":"pasis","state":"held","code":"TRP-405","text":"Mottagaren avvisade meddelandet (AR)."}],
                 "registrations":{"pasis":{"state":"held","contactNumber":"7000001"},"primaryCare":{"state":"confirmed"}},
                 "contradictions":[{"code":"x","text":"Källorna anger olika kliniker."}],
                 "timeline":[{"time":"2023-03-14T10:05:00+01:00","text":"Specialisten anslöt","event":"se.trepart.specialist.joined.v1"}]}\
                """;
        // when
        run("show", "K-1");
        // then
        assertThat(asked).containsExactly("GET /api/consultations/K-1 ");
        assertThat(out.toString())
                .contains(
                        "agreed         NO",
                        "               pasis: Mottagaren avvisade meddelandet (AR).",
                        "PASiS          held, contact number 7000001",
                        "contradiction  Källorna anger olika kliniker.",
                        "    2023-03-14 10:05:00  Specialisten anslöt");
    }

    @Test
    void aNumberIsAMessageAndItsSegmentsStandOnLinesOfTheirOwn() {
        // given
        answer =
                """
                {"id":12,"state":"accepted","faults":[],"consultations":[],"answer":"MSH|a\\rMSA|AA|M1\\r","body":"MSH|b\\rEVN|c\\r"}\
                """;
        // when
        run("show", "12", "--reason", "felsökning å");
        // then
        assertThat(asked).containsExactly("GET /api/messages/12?reason=fels%C3%B6kning%20%C3%A5 ");
        assertThat(out.toString().lines())
                .containsSequence("answer", "    MSH|a", "    MSA|AA|M1", "body", "    MSH|b");
    }

    @Test
    void aDeliveryIsMovedForAReasonAndShownAsItStands() {
        // given
        answer =
                "{\"id\":7,\"destination\":\"pasis\",\"consultation\":\"K-1\",\"state\":\"in-flight\",\"attempts\":1}";
        // when
        var exit = run("deliveries", "--resend", "7", "--reason", "PASiS var stängt");
        // then
        assertThat(exit).isZero();
        assertThat(asked)
                .containsExactly("POST /api/deliveries/7/resend {\"reason\":\"PASiS var stängt\"}");
        assertThat(out.toString()).contains("in-flight");
    }

    @Test
    void aDeliveryIsNotMovedWithoutAReason() {
        // when
        var exit = run("deliveries", "--release", "7");
        // then
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("--reason is missing");
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusalIsToldWithTheHubsReasonsAndStatusOne() {
        // given
        status = 400;
        answer =
                "{\"detail\":\"Parametern finns"
                        + " inte.\",\"faults\":[{\"code\":\"TRP-502\",\"text\":\"TRP-502 unknown"
                        + " parameter at x\"}]}";
        // when
        var exit = run("messages");
        // then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("400 TRP-502 unknown parameter at x");
    }

    @Test
    void nobodyThereIsToldInOneLine() {
        // given
        var address = address();
        hub.stop(0);
        // when
        var exit = run("consultations");
        // then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(address);
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--hub", address()));
        return TrepartCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private String address() {
        return "http://localhost:" + hub.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(
                    exchange.getRequestMethod()
                            + " "
                            + exchange.getRequestURI()
                            + " "
                            + new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
