package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static se.trepart.replay.Workshop.asked;
import static se.trepart.replay.Workshop.changed;
import static se.trepart.replay.Workshop.described;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A plan as it is carried out: selected, throttled, paused, cancelled, told about, and never doing
 * what newer events or a record system's confirmation have settled.
 */
class ReplayExecutionIT {
    private static final int MESSAGES = 6;

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static RunningHub hub;
    private static Workshop workshop;

    @BeforeAll
    static void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, data.resolve("pasis.ndjson"));
        primaryCare =
                Simulator.start(new PrimaryCare(), Ports.FREE, data.resolve("primary-care.ndjson"));
        hub =
                RunningHub.start(
                        data,
                        pasis.mllpPort(),
                        primaryCare.mllpPort(),
                        "--trepart.replay.alone-up-to=3");
        workshop = new Workshop(hub);
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
    }

    /** Visits that are refused for a sender nobody has described. */
    private static List<Long> refused(String name) {
        return IntStream.range(0, MESSAGES)
                .mapToObj(number -> {
                    workshop.requested(name + number);
                    return workshop.visitRefused(name + number, "A04", "0955");
                })
                .toList();
    }

    private static List<OffsetDateTime> derivations(List<Long> messages) {
        return hub.jdbc()
                .queryForList(
                        "select derived_at from derivation where message = any (?) order by"
                                + " derived_at",
                        OffsetDateTime.class,
                        (Object) messages.toArray(Long[]::new));
    }

    private static String outcome(long message) {
        return workshop.get("/api/messages/" + message).path("outcome").asText();
    }

    private static String sent() {
        try {
            return Files.readString(data.resolve("pasis.ndjson"))
                    + Files.readString(data.resolve("primary-care.ndjson"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void pausesBetweenTwoMessagesAndGoesOnWithTheNext() {
        // given
        var messages = refused("XA-");
        var plan = workshop.plan(described(asked("derive", messages).put("perSecond", 2)));
        workshop.approve(plan, "Björn");
        // when
        workshop.move(plan, "start");
        await().atMost(Duration.ofSeconds(60)).until(() -> workshop.done(plan) > 0);
        var paused = workshop.move(plan, "pause");
        var done = workshop.done(plan);
        // then
        assertThat(paused.path("state").asText()).isEqualTo("paused");
        assertThat(done).isBetween(1L, MESSAGES - 1L);
        await().during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> workshop.done(plan) == done);
        // when
        workshop.move(plan, "resume");
        workshop.until(plan.path("id").asLong(), "finished");
        // then
        assertThat(workshop.done(plan)).isEqualTo(MESSAGES);
        assertThat(derivations(messages)).hasSize(MESSAGES);
    }

    @Test
    void isCarriedOutNoFasterThanItWasAsked() {
        // given
        var messages = refused("XB-");
        // when
        workshop.carryOut(workshop.plan(described(asked("derive", messages).put("perSecond", 5))));
        // then
        var times = derivations(messages);
        assertThat(times).hasSize(MESSAGES);
        for (var next = 1; next < times.size(); next++) {
            assertThat(Duration.between(times.get(next - 1), times.get(next)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void leavesTheRestAloneOnceItIsCancelled() {
        // given
        var messages = refused("XC-");
        var plan = workshop.plan(described(asked("derive", messages).put("perSecond", 1)));
        workshop.approve(plan, "Björn");
        workshop.move(plan, "start");
        await().atMost(Duration.ofSeconds(60)).until(() -> workshop.done(plan) > 0);
        // when
        var cancelled = workshop.move(plan, "cancel");
        var done = (int) workshop.done(plan);
        var again = workshop.move(plan, "resume");
        // then
        assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
        assertThat(again.toString()).contains("TRP-531");
        assertThat(done).isBetween(1, MESSAGES - 1);
        assertThat(messages.subList(0, done))
                .allSatisfy(taken -> assertThat(outcome(taken)).isEqualTo("accepted"));
        assertThat(messages.subList(done, MESSAGES))
                .allSatisfy(left -> assertThat(outcome(left)).isEqualTo("refused"));
        assertThat(derivations(messages)).hasSize(done);
    }

    @Test
    void onlyAnotherPersonApprovesMoreThanOneMayDoAlone() {
        // given
        var few = workshop.plan(described(asked("derive", refused("XD-").subList(0, 3))));
        var many = workshop.plan(described(asked("derive", refused("XE-").subList(0, 4))));
        // when
        var byHerself = workshop.approve(many, "Åsa");
        var unapproved = workshop.move(many, "start");
        var alone = workshop.carryOut(few);
        // then
        assertThat(few.path("approvalNeeded").asBoolean()).isFalse();
        assertThat(alone.path("progress").path("done").asInt()).isEqualTo(3);
        assertThat(many.path("approvalNeeded").asBoolean()).isTrue();
        assertThat(byHerself.toString()).contains("TRP-531");
        assertThat(unapproved.toString()).contains("TRP-531");
        assertThat(workshop.carryOut(many).path("approvedBy").asText()).isEqualTo("Björn");
    }

    @Test
    void eachMessageAndItsDerivationPointAtEachOther() {
        // given
        workshop.requested("XF-1");
        var message = workshop.visitRefused("XF-1", "A04", "0955");
        var plan = workshop.plan(described(asked("derive", List.of(message))));
        // when
        workshop.carryOut(plan);
        // then
        var item = workshop.messages(plan).get(0);
        assertThat(item.path("state").asText()).isEqualTo("done");
        assertThat(item.at("/result/before").asText()).isEqualTo("refused");
        assertThat(item.at("/result/after").asText()).isEqualTo("accepted");
        var back = workshop.get("/api/messages/" + message + "/derivations");
        assertThat(back.at("/derivations/0/derivation").asLong())
                .isEqualTo(item.at("/result/derivation").asLong());
        assertThat(back.at("/derivations/0/before").asText()).isEqualTo("refused");
        assertThat(back.at("/derivations/0/after").asText()).isEqualTo("accepted");
        assertThat(back.at("/derivations/0/replay").asLong()).isEqualTo(plan.path("id").asLong());
        assertThat(back.at("/derivations/0/mappingVersion").asText())
                .isEqualTo(plan.path("mappingVersion").asText());
    }

    @Test
    void aCorrectionAndTheOriginalPointAtEachOtherAndNobodyApprovesItAlone() {
        // given
        workshop.requested("XG-1");
        var message = workshop.visitRefused("XG-1", "A04", "0955");
        var body =
                Workshop.visit("XG-1", "A04", "0955")
                        .replaceFirst(
                                "PID\\|1\\|(\\d+)\\|\\|",
                                "PID|1||$1^^^&1.2.752.129.2.1.3.1&ISO^NI|")
                        .replace('\n', '\r');
        var created =
                workshop.post(
                        "/api/messages/" + message + "/replay",
                        "Åsa",
                        asked().put("mode", "derive").put("body", body));
        var plan = workshop.until(created.path("id").asLong(), "ready");
        // when
        var unapproved = workshop.move(plan, "start");
        var byHerself = workshop.approve(plan, "Åsa");
        workshop.carryOut(plan);
        // then
        assertThat(unapproved.toString()).contains("TRP-531");
        assertThat(byHerself.toString()).contains("TRP-531");
        var correction = workshop.messages(plan).at("/0/result/message").asLong();
        assertThat(
                        workshop.get("/api/messages/" + message + "/derivations")
                                .at("/corrections/0")
                                .asLong())
                .isEqualTo(correction);
        assertThat(
                        workshop.get("/api/messages/" + correction + "/derivations")
                                .path("corrects")
                                .asLong())
                .isEqualTo(message);
        assertThat(outcome(message)).isEqualTo("refused");
    }

    @Test
    void whatARecordSystemHasConfirmedAndWouldNotChangeIsNotSentAgain() {
        // given
        workshop.requested("XH-1");
        workshop.held("XH-1");
        workshop.quiet();
        var before = sent();
        var version = version("ServiceRequest/XH-1-request");
        // when
        var plan =
                workshop.plan(
                        changed(
                                asked(
                                        "derive-and-deliver",
                                        List.of(
                                                workshop.number(
                                                        "XH-1-consultation.requested-10:02:11"))),
                                "fhir/request.jslt",
                                text -> text.replace("\"order\"", "\"original-order\"")));
        workshop.carryOut(plan);
        workshop.quiet();
        // then
        assertThat(before).contains("XH-1");
        assertThat(plan.at("/dryRun/changed").asInt()).isEqualTo(1);
        assertThat(plan.at("/dryRun/deliveries").isEmpty()).as(plan.toString()).isTrue();
        assertThat(version("ServiceRequest/XH-1-request")).isEqualTo(version + 1);
        assertThat(sent()).isEqualTo(before);
    }

    private static int version(String resource) {
        return workshop.get("/fhir/" + resource).at("/meta/versionId").asInt();
    }

    @Test
    void anOldMessageThatNewerEventsOverruleChangesNothingAndIsSaidToBeforehand() {
        // given
        workshop.requested("XI-1");
        var message = workshop.visitRefused("XI-1", "A04", "0955");
        workshop.told(
                "XI-1",
                "visit.started",
                "09:55:00",
                "'patient':{'identifier':{'type':'personnummer','value':'"
                        + Workshop.patient("XI-1")
                        + "'},'name':{'family':'Testsson','given':'Test'}},'visit':{'id':'B-XI-1','unit':'SE162321000255-TRP103'}");
        workshop.told(
                "XI-1",
                "visit.ended",
                "10:30:00",
                "'visit':{'id':'B-XI-1','unit':'SE162321000255-TRP103'}");
        workshop.told("XI-1", "consultation.entered-in-error", "11:00:00", "'reason':'fel'");
        workshop.quiet();
        var before = workshop.get("/fhir/Encounter/XI-1-visit");
        // when
        var plan = workshop.plan(described(asked("derive-and-deliver", List.of(message))));
        workshop.carryOut(plan);
        workshop.quiet();
        // then
        var said = workshop.messages(plan);
        assertThat(plan.at("/dryRun/withoutEffect").asInt()).as(plan.toString()).isEqualTo(1);
        assertThat(workshop.get("/fhir/Encounter/XI-1-visit")).isEqualTo(before);
        assertThat(said.at("/0/result/after").asText()).isEqualTo("accepted");
    }

    @Test
    void theGuardCountsWhatIsNewerAndKeepsStillWhereTheMessageHasAnEffect() {
        // given
        workshop.requested("XJ-1");
        var overruled = workshop.visitRefused("XJ-1", "A04", "0955");
        for (var told : List.of("10:20:00", "10:21:00", "10:22:00")) {
            workshop.told("XJ-1", "consultation.entered-in-error", told, "'reason':'fel'");
        }
        workshop.told(
                "XJ-1",
                "visit.started",
                "09:55:00",
                "'patient':{'identifier':{'type':'personnummer','value':'"
                        + Workshop.patient("XJ-1")
                        + "'},'name':{'family':'Testsson','given':'Test'}},'visit':{'id':'B-XJ-1','unit':'SE162321000255-TRP103'}");
        workshop.requested("XK-1");
        var telling = workshop.visitRefused("XK-1", "A04", "0955");
        workshop.held("XK-1");
        workshop.quiet();
        // when
        var plan = workshop.plan(described(asked("dry-run", List.of(overruled, telling))));
        // then
        var said = new ArrayList<JsonNode>();
        workshop.messages(plan).forEach(item -> said.add(item.path("result")));
        assertThat(said.getFirst().path("effect").asBoolean()).as(said.toString()).isFalse();
        assertThat(said.getFirst().path("text").asText())
                .isEqualTo("4 newer events exist: no effect");
        assertThat(said.getLast().path("effect").asBoolean()).isTrue();
        assertThat(said.getLast().has("text")).isFalse();
        assertThat(
                        StreamSupport.stream(
                                        workshop.differences(plan)
                                                .path("differences")
                                                .spliterator(),
                                        false)
                                .map(one -> one.path("id").asText()))
                .contains("Encounter/XK-1-visit")
                .doesNotContain("Encounter/XJ-1-visit");
    }
}
