package se.trepart.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import se.trepart.RunningHub;
import se.trepart.simulator.Fault;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The ledger against partners that misbehave: one effect for each difference, in order. */
class DeliveryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir private static Path data;
    private static Path pasisWitness;
    private static Path primaryCareWitness;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static RunningHub hub;

    private final String id = "D%03d".formatted(COUNT.incrementAndGet());
    private int told;

    @BeforeAll
    static void start() throws IOException {
        pasisWitness = data.resolve("pasis.ndjson");
        primaryCareWitness = data.resolve("primary-care.ndjson");
        pasis = Simulator.start(new Pasis(), Ports.FREE, pasisWitness);
        primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, primaryCareWitness);
        hub =
                RunningHub.start(
                        data.resolve("hub"),
                        pasis.mllpPort(),
                        primaryCare.mllpPort(),
                        "--trepart.delivery.answer-timeout=1500ms",
                        "--trepart.delivery.lease=4s",
                        "--trepart.delivery.back-off-first=100ms",
                        "--trepart.delivery.back-off-most=500ms",
                        "--trepart.delivery.refusals-most=4");
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
    }

    @AfterEach
    void heal() {
        pasis.set(Fault.NONE);
        primaryCare.set(Fault.NONE);
    }

    @Test
    void registersAmendsAndCancelsAsTheDifferenceToWhatIsConfirmed() {
        // given
        requested(id);
        joined(id);
        awaitIdle(id);
        // when
        left(id);
        awaitIdle(id);
        diagnosed(id, "S836");
        awaitIdle(id);
        diagnosed(id, "S836");
        outcome(id);
        enteredInError(id);
        awaitIdle(id);
        // then
        assertThat(operations(pasisWitness, id))
                .containsExactly("ADT^A04", "ADT^A08", "ADT^A08", "ADT^A11");
        assertThat(operations(primaryCareWitness, id)).containsExactly("A", "D");
        assertThat(holding(id)).hasSize(1).first().asString().endsWith(";ja");
    }

    @Test
    void whenPasisIsDownAndComesBackEverythingArrivesInOrderAndNothingTwice() {
        // given
        pasis.set(new Fault(Fault.Mode.DOWN, null, 3_600_000L, null));
        requested(id);
        joined(id);
        await().untilAsserted(
                        () -> assertThat(stream("pasis", id)).containsEntry("cause", "TRP-401"));
        left(id);
        diagnosed(id, "S836");
        // when
        pasis.set(Fault.NONE);
        awaitIdle(id);
        // then
        assertThat(operations(pasisWitness, id).getFirst()).isEqualTo("ADT^A04");
        assertThat(controlIds(pasisWitness, id)).doesNotHaveDuplicates();
        assertThat(holding(id)).hasSize(1).first().asString().contains(";S836;").endsWith(";nej");
    }

    @Test
    void whatCameToNothingWhilePasisWasDownIsNeverSent() {
        // given
        pasis.set(new Fault(Fault.Mode.DOWN, null, 3_600_000L, null));
        requested(id);
        joined(id);
        await().untilAsserted(
                        () -> assertThat(stream("pasis", id)).containsEntry("cause", "TRP-401"));
        enteredInError(id);
        // when
        pasis.set(Fault.NONE);
        awaitIdle(id);
        // then
        assertThat(operations(pasisWitness, id)).isEmpty();
    }

    @Test
    void backsOffOnAeAndHoldsAfterTooManyOfThem() {
        // given
        pasis.set(matching(Fault.Mode.REFUSE_AE));
        requested(id);
        // when
        joined(id);
        // then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(stream("pasis", id))
                                .containsEntry("state", "held")
                                .containsEntry("cause", "TRP-404"));
        assertThat(controlIds(pasisWitness, id)).hasSize(4).containsOnly(controlId(id));
    }

    @Test
    void anArHoldsTheStreamPutsTheSecretaryOnHoldAndANewerStateReleasesIt() {
        // given
        pasis.set(matching(Fault.Mode.REFUSE_AR));
        requested(id);
        // when
        joined(id);
        // then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(stream("pasis", id))
                                .containsEntry("state", "held")
                                .containsEntry("cause", "TRP-405"));
        assertThat(secretary(id)).isEqualTo("on-hold");
        assertThat(operations(pasisWitness, id)).hasSize(1);
        // when
        pasis.set(Fault.NONE);
        left(id);
        awaitIdle(id);
        // then
        assertThat(secretary(id)).isEqualTo("requested");
        assertThat(holding(id)).hasSize(1).first().asString().endsWith(";nej");
    }

    @Test
    void whatAMendedDestinationHadRefusedGoesOnTogetherWhenAPersonSaysSo() {
        // given
        both(Fault.Mode.REFUSE_AR);
        awaitHeld(id, "TRP-405");
        awaitHeld(id + "b", "TRP-405");
        pasis.set(Fault.NONE);
        var held =
                hub.jdbc()
                        .queryForObject(
                                "select count(*) from stream where destination = 'pasis' and state"
                                        + " = 'held' and cause = 'TRP-405'",
                                Integer.class);
        // when
        var answer = release("{\"reason\":\"rätt konfigurerat nu\",\"cause\":\"TRP-405\"}");
        // then
        assertThat(answer.path("released").asInt()).isGreaterThanOrEqualTo(2).isEqualTo(held);
        awaitIdle(id);
        awaitIdle(id + "b");
        assertThat(holding(id)).hasSize(1);
        assertThat(reasons(id)).containsExactly("rätt konfigurerat nu");
        assertThat(secretary(id)).isEqualTo("requested");
    }

    @Test
    void whatIsHeldForAnotherCauseIsNotLetGoWithTheRest() {
        // given
        pasis.set(matching(Fault.Mode.REFUSE_AR));
        requested(id);
        joined(id);
        awaitHeld(id, "TRP-405");
        // when
        release("{\"reason\":\"svarar igen\",\"cause\":\"TRP-404\"}");
        // then
        assertThat(reasons(id)).isEmpty();
        assertThat(stream("pasis", id)).containsEntry("state", "held");
    }

    @Test
    void aDestinationIsTriedNowAndThenAndAllThatIsHeldGoesOnOnceItTakesOne() {
        // given
        both(Fault.Mode.REFUSE_AE);
        awaitHeld(id, "TRP-404");
        awaitHeld(id + "b", "TRP-404");
        // when
        itIsTimeToTry();
        // then
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        controlIds(pasisWitness, id).stream().distinct().count()
                                        + controlIds(pasisWitness, id + "b").stream()
                                                .distinct()
                                                .count()
                                == 3);
        // when
        pasis.set(Fault.NONE);
        itIsTimeToTry();
        // then
        awaitIdle(id);
        awaitIdle(id + "b");
        assertThat(holding(id)).hasSize(1);
        assertThat(holding(id + "b")).hasSize(1);
    }

    private void both(Fault.Mode mode) {
        pasis.set(new Fault(mode, null, null, Pattern.compile(id + "b?-consultation")));
        requested(id);
        requested(id + "b");
        joined(id);
        joined(id + "b");
    }

    private static void itIsTimeToTry() {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        hub.jdbc()
                                        .update(
                                                "update probe set tried_at = tried_at - interval '1"
                                                        + " hour' where destination = 'pasis' and"
                                                        + " not exists (select from stream where"
                                                        + " destination = 'pasis' and key ="
                                                        + " probe.key and state = 'pending')")
                                > 0);
    }

    private static JsonNode release(String body) {
        return json(hub.post("/api/destinations/pasis/release", "application/json", body).body());
    }

    private static List<String> reasons(String key) {
        return hub.jdbc()
                .queryForList(
                        "select reason from intervention join delivery on delivery.id = delivery"
                                + " where key = ?",
                        String.class,
                        key);
    }

    private static void awaitHeld(String consultation, String cause) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(stream("pasis", consultation))
                                .containsEntry("state", "held")
                                .containsEntry("cause", cause));
    }

    @Test
    void aRefusedAmendmentThatIsTakenBackLeavesNobodyOnHold() {
        // given
        requested(id);
        joined(id);
        left(id);
        diagnosed(id, "S836");
        awaitIdle(id);
        pasis.set(matching(Fault.Mode.REFUSE_AR));
        diagnosed(id, "M239");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(secretary(id)).isEqualTo("on-hold"));
        // when
        diagnosed(id, "S836");
        // then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(secretary(id)).isEqualTo("ready"));
        assertThat(stream("pasis", id)).containsEntry("state", "idle");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Mode.class,
            names = {"OTHER_ID", "TWICE", "LATE", "SILENT", "CLOSE_AFTER", "CLOSE_BEFORE", "RESET"})
    void whateverBecomesOfTheAnswerThereIsOneEffectForEachKey(Fault.Mode mode) {
        // given
        pasis.set(new Fault(mode, null, mode == Fault.Mode.LATE ? 2_500L : null, pattern()));
        requested(id);
        joined(id);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(tries(id)).isNotEmpty());
        // when
        pasis.set(Fault.NONE);
        left(id);
        awaitIdle(id);
        // then
        assertThat(holding(id)).hasSize(1).first().asString().endsWith(";nej");
        assertThat(operations(pasisWitness, id).stream().distinct())
                .as("the registrering first, then the ändring")
                .startsWith("ADT^A04");
        assertThat(stream("pasis", id)).containsEntry("state", "idle");
    }

    @Test
    void oneConsultationsTroubleNeverDelaysAnothers() {
        // given
        pasis.set(matching(Fault.Mode.SILENT));
        requested(id);
        joined(id);
        // when
        requested(id + "b");
        joined(id + "b");
        // then
        awaitIdle(id + "b");
        assertThat(stream("pasis", id)).containsEntry("state", "pending");
    }

    @Test
    void anIncompleteTargetWaitsWithItsCauseAndGoesWhenItIsComplete() {
        // given
        requested(id, "'unit':'SE162321000255-TRP102'");
        joined(id);
        assertThat(stream("pasis", id))
                .containsEntry("state", "pending")
                .containsEntry("cause", "TRP-406");
        assertThat(operations(pasisWitness, id)).isEmpty();
        // when
        event(
                id,
                "visit.ended",
                "11:00",
                "'visit':{'id':'B-" + id + "','unit':'SE162321000255-TRP102'}");
        awaitIdle(id);
        // then
        assertThat(operations(pasisWitness, id)).containsExactly("ADT^A04");
        assertThat(operations(primaryCareWitness, id)).containsExactly("A");
    }

    @Test
    void aCancelledVisitTakesXs004Off() {
        // given
        requested(id);
        joined(id);
        awaitIdle(id);
        // when
        event(
                id,
                "visit.cancelled",
                "10:30",
                "'visit':{'id':'B-"
                        + id
                        + "','unit':'SE162321000255-TRP102'},'reason':'cancelled'");
        awaitIdle(id);
        // then
        assertThat(operations(primaryCareWitness, id)).containsExactly("A", "D");
        assertThat(operations(pasisWitness, id)).containsExactly("ADT^A04", "ADT^A11");
    }

    @Test
    void aVisitThatGetsAnotherNumberMovesXs004() {
        // given
        requested(id);
        joined(id);
        awaitIdle(id);
        // when
        event(
                id,
                "visit.ended",
                "11:00",
                "'visit':{'id':'B2-" + id + "','unit':'SE162321000255-TRP102'}");
        awaitIdle(id);
        // then
        assertThat(operations(primaryCareWitness, "B-" + id)).containsExactly("A", "D");
        assertThat(operations(primaryCareWitness, "B2-" + id)).containsExactly("A");
    }

    @Test
    void twoConsultationsInOneVisitAreOneXs004() {
        // given
        requested(id);
        requested(id + "b", "'id':'B-" + id + "','unit':'SE162321000255-TRP102'");
        // when
        joined(id);
        joined(id + "b");
        awaitIdle(id);
        awaitIdle(id + "b");
        enteredInError(id);
        awaitIdle(id);
        // then
        assertThat(operations(primaryCareWitness, "B-" + id)).containsExactly("A");
        // when
        enteredInError(id + "b");
        awaitIdle(id);
        awaitIdle(id + "b");
        // then
        await().untilAsserted(() ->
                assertThat(operations(primaryCareWitness, "B-" + id)).containsExactly("A", "D"));
    }

    private Fault matching(Fault.Mode mode) {
        return new Fault(mode, null, null, pattern());
    }

    private Pattern pattern() {
        return Pattern.compile(id + "-consultation");
    }

    private void requested(String consultation) {
        requested(consultation, "'id':'B-" + consultation + "','unit':'SE162321000255-TRP102'");
    }

    private void requested(String consultation, String visit) {
        event(
                consultation,
                "consultation.requested",
                "10:00",
                "'patient':{'identifier':{'type':'personnummer','value':'189001029819'}},"
                        + "'visit':{"
                        + visit
                        + "},'physician':{'hsaId':'SE162321000255-TRP901'},'specialty':'ortopedi',"
                        + "'specialistUnit':'SE162321000255-TRP202'");
    }

    private void joined(String consultation) {
        event(consultation, "specialist.joined", "10:05", specialist());
    }

    private void left(String consultation) {
        event(consultation, "specialist.left", "10:20", specialist());
    }

    private static String specialist() {
        return "'specialist':{'hsaId':'SE162321000255-TRP951'},"
                + "'specialistUnit':'SE162321000255-TRP202'";
    }

    private void diagnosed(String consultation, String code) {
        event(
                consultation,
                "medical-registration.recorded",
                "11:%02d".formatted(told),
                "'diagnoses':[{'code':'" + code + "'}],'procedures':[{'code':'AV029'}]");
    }

    private void outcome(String consultation) {
        event(
                consultation,
                "outcome.recorded",
                "10:25",
                "'outcome':'advice-and-tests','by':{'hsaId':'SE162321000255-TRP951'}");
    }

    private void enteredInError(String consultation) {
        event(consultation, "consultation.entered-in-error", "12:00", "'reason':'mistake'");
    }

    private void event(String consultation, String type, String time, String data) {
        var answer =
                hub.event(
                        ("{'specversion':'1.0','id':'%s-%d','source':'https://journal.example.se/',"
                                        + "'type':'se.trepart.%s.v1','subject':'%s',"
                                        + "'time':'2023-03-14T%s:00+01:00','data':{%s}}")
                                .formatted(consultation, ++told, type, consultation, time, data)
                                .replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static void awaitIdle(String consultation) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() ->
                        assertThat(
                                        hub.jdbc()
                                                .queryForList(
                                                        "select destination, state, cause from"
                                                                + " stream where consultation = ?"
                                                                + " and state <> 'idle'",
                                                        consultation))
                                .isEmpty());
    }

    private static List<Integer> tries(String key) {
        return hub.jdbc()
                .queryForList(
                        "select attempts from delivery where destination = 'pasis' and key = ?",
                        Integer.class,
                        key);
    }

    private static Map<String, Object> stream(String destination, String key) {
        return hub.jdbc()
                .queryForMap(
                        "select state, cause from stream where destination = ? and key = ?",
                        destination,
                        key);
    }

    private static String secretary(String consultation) {
        try {
            return JSON.readTree(
                            hub.jdbc()
                                    .queryForObject(
                                            "select json from resource where type = 'Task' and id"
                                                    + " = ?",
                                            String.class,
                                            consultation + "-medical-registration"))
                    .path("status")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PASiS's rows for the consultation. */
    private static List<String> holding(String consultation) {
        return pasis.extract()
                .csv()
                .lines()
                .filter(line -> line.startsWith(consultation + ";"))
                .toList();
    }

    private static String controlId(String consultation) {
        return controlIds(pasisWitness, consultation).getFirst();
    }

    private static List<String> controlIds(Path witness, String key) {
        return received(witness, key).stream()
                .map(frame -> frame.path("controlId").asText())
                .toList();
    }

    /** What came, in order: MSH-9 at PASiS, PR1-20 at primary care. */
    private static List<String> operations(Path witness, String key) {
        return received(witness, key).stream()
                .map(frame -> frame.path("text").asText())
                .map(text ->
                        witness.equals(pasisWitness)
                                ? text.split("\\|")[8].substring(0, 7)
                                : text.replaceAll(
                                        "(?s).*\\rPR1\\|(?:[^|\\r]*\\|){19}(\\w).*", "$1"))
                .toList();
    }

    private static List<JsonNode> received(Path witness, String key) {
        try (var lines = Files.lines(witness)) {
            return lines.map(DeliveryIT::json)
                    .filter(frame -> frame.path("direction").asText().equals("in"))
                    .filter(frame ->
                            Pattern.compile("[|-]" + Pattern.quote(key) + "[|\\r-]")
                                    .matcher(frame.path("text").asText())
                                    .find())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
