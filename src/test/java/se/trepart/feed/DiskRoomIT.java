package se.trepart.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import se.trepart.RunningHub;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What is still taken when there is little room left for the embedded database. */
class DiskRoomIT {
    private static final String MORE_THAN_ANY_DISK = "8000000TB";

    @TempDir private Path data;

    @Test
    void whatWouldStartAConsultationIsAskedToComeLaterAndTheOthersGoOn() {
        try (var hub =
                RunningHub.start(
                        data,
                        RunningHub.freePort(),
                        RunningHub.freePort(),
                        "--spring.datasource.url=",
                        "--trepart.feed.free-space-low=" + MORE_THAN_ANY_DISK,
                        "--trepart.feed.free-space-least=1B")) {
            // given
            hub.jdbc()
                    .update(
                            "insert into consultation (id, took_place, phase, state,"
                                    + " mapping_version, first_at, updated_at) values"
                                    + " ('K-known', false, 'requested', '{}', '', now(), now())");
            // when
            var beginning = hub.event(Told.event("new", "yes"));
            var booking = hub.hl7(Told.booking("new-booking", "Nordin"));
            var goingOn = hub.event(Told.event("known", "yes"));
            // then
            assertThat(beginning.statusCode()).isEqualTo(503);
            assertThat(beginning.body()).contains("TRP-602");
            assertThat(new String(booking, StandardCharsets.UTF_8))
                    .contains("MSA|AE|new-booking")
                    .contains("TRP-602");
            assertThat(goingOn.statusCode()).isEqualTo(201);
            assertThat(hub.jdbc().queryForList("select control_id from message", String.class))
                    .containsExactly("known");
        }
    }

    @Test
    void belowTheLeastThereIsRoomForNothing() {
        // given
        var room =
                new DiskRoom(
                        data,
                        "",
                        DataSize.parse(MORE_THAN_ANY_DISK),
                        DataSize.parse(MORE_THAN_ANY_DISK));
        // when, then
        assertThatThrownBy(room::forAnything).hasMessageContaining("TRP-602");
    }

    @Test
    void anOutsideDatabaseLooksAfterItsOwnRoom() {
        // given
        var room =
                new DiskRoom(
                        data,
                        "jdbc:postgresql://elsewhere/trepart",
                        DataSize.parse(MORE_THAN_ANY_DISK),
                        DataSize.parse(MORE_THAN_ANY_DISK));
        // when, then
        assertThatCode(room::forAnything).doesNotThrowAnyException();
        assertThatCode(room::forNewConsultation).doesNotThrowAnyException();
    }
}
