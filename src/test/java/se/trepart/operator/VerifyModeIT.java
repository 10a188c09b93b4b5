package se.trepart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The vårdcentral's own system sets XS004, and the hub waits to see it (contract 4, {@code
 * primary-care.mode=verify}).
 */
class VerifyModeIT {
    @TempDir private static Path data;
    private static RunningHub hub;

    @BeforeAll
    static void start() {
        hub = new RunningHub(data, Map.of("trepart.destination.primary-care.mode", "verify"));
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
    }

    @Test
    void isPendingWithItsCauseUntilTheCodeIsSeen() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined().left();
        // then
        assertThat(primaryCare(story).path("state").asText()).isEqualTo("pending");
        assertThat(shown(story).path("agreed").asBoolean()).isFalse();
        assertThat(shown(story).path("causes").toString()).contains("TRP-407");
        // when
        story.codesRecorded("XS004");
        // then
        assertThat(primaryCare(story).path("state").asText()).isEqualTo("confirmed");
        await().atMost(Duration.ofSeconds(20)).until(() -> shown(story).path("agreed").asBoolean());
    }

    @Test
    void anotherCodeIsNotTheOneThatIsWaitedFor() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined().left();
        // when
        story.codesRecorded("AV034");
        // then
        assertThat(primaryCare(story).path("state").asText()).isEqualTo("pending");
        assertThat(shown(story).path("agreed").asBoolean()).isFalse();
    }

    @Test
    void waitsForTheCodeToBeTakenOffWhenTheConsultationDidNotTakePlaceAfterAll() {
        // given
        var story = ConsultationStory.begin(hub).requested().joined().left().codesRecorded("XS004");
        assertThat(primaryCare(story).path("state").asText()).isEqualTo("confirmed");
        // when
        story.enteredInError();
        // then
        assertThat(primaryCare(story).path("state").asText()).isEqualTo("pending");
        assertThat(shown(story).path("agreed").asBoolean()).isFalse();
        // when
        story.codesRecorded("AV034");
        // then
        assertThat(primaryCare(story).path("state").asText()).isEqualTo("none");
    }

    @Test
    void aCodeThatNobodyWantsIsNotAgreed() {
        // given
        var story = ConsultationStory.begin(hub).requested();
        // when
        story.codesRecorded("XS004");
        // then
        assertThat(shown(story).path("agreed").asBoolean()).isFalse();
        assertThat(shown(story).path("causes")).isNotEmpty();
    }

    @Test
    void sendsNothingToPrimaryCare() {
        // given
        var story =
                ConsultationStory.begin(hub)
                        .requested()
                        .joined()
                        .left()
                        .diagnosed()
                        .codesRecorded("XS004");
        // when
        await().atMost(Duration.ofSeconds(20)).until(() -> shown(story).path("agreed").asBoolean());
        // then
        assertThat(hub.get("/api/deliveries?destination=primary-care").body().path("deliveries"))
                .allSatisfy(delivery ->
                        assertThat(delivery.path("attempts").asInt()).as("%s", delivery).isZero());
        assertThat(hub.primaryCare().extract().csv().lines()).hasSize(1);
    }

    private static JsonNode shown(ConsultationStory story) {
        return hub.get("/api/consultations/" + story.id()).body();
    }

    private static JsonNode primaryCare(ConsultationStory story) {
        return shown(story).path("registrations").path("primaryCare");
    }
}
