package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.TestDatabase;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The log's own order. */
class EventsIT {
    private static final Instant RECORDED = Instant.parse("2023-03-14T09:00:00Z");
    private static final int MANY = 3_000;

    private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabase.create());
    private final Events events = new Events(jdbc);

    @Test
    void appendsManyInTheOrderInWhichTheyWereGiven() {
        // given
        var messages = List.of(message(), message(), message());
        var meant =
                IntStream.range(0, MANY)
                        .mapToObj(number ->
                                new Events.Meant(
                                        messages.get(number % messages.size()),
                                        RECORDED.plusSeconds(MANY - number),
                                        event(number)))
                        .toList();
        // when
        var logged = events.append("m", meant);
        // then
        assertThat(logged)
                .extracting(Events.Logged::content)
                .isEqualTo(meant.stream().map(one -> one.event().content()).toList());
        assertThat(logged).extracting(Events.Logged::position).isSorted().doesNotHaveDuplicates();
        assertThat(
                        jdbc.queryForList(
                                "select position || ' ' || message || ' ' || content from event"
                                        + " order by position",
                                String.class))
                .isEqualTo(
                        logged.stream()
                                .map(one ->
                                        one.position() + " " + one.message() + " " + one.content())
                                .toList());
    }

    @Test
    void appendsNothingWhereNothingIsMeant() {
        assertThat(events.append("m", List.of())).isEmpty();
    }

    private static Events.New event(int number) {
        return new Events.New(
                "s",
                "e-" + number,
                "t",
                number % 2 == 0 ? "K-1" : null,
                null,
                null,
                null,
                "{}" + number);
    }

    private long message() {
        return jdbc.queryForList(
                        """
                        insert into message (received_at, feed, sender, content_hash, outcome)
                        values (now(), 'mllp', 's', '', 'accepted') returning id
                        """,
                        Long.class)
                .getFirst();
    }
}
