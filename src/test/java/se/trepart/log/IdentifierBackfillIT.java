package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import javax.sql.DataSource;

/** Messages from before there were hashes, on PostgreSQL. */
class IdentifierBackfillIT {
    private final DataSource database = TestDatabase.create();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final MessageIdentifiers identifiers =
            new MessageIdentifiers(
                    jdbc,
                    new HubKeys(jdbc),
                    body -> Set.of(new String(body, StandardCharsets.UTF_8)));
    private final IdentifierBackfill backfill =
            new IdentifierBackfill(
                    jdbc,
                    new TransactionTemplate(new JdbcTransactionManager(database)),
                    identifiers);

    @Test
    void findsEveryOlderMessageOnceAndIsThenComplete() {
        // given
        jdbc.update(
                """
                insert into message (received_at, feed, sender, content_hash, body, outcome)
                select now(), 'mllp', 'S|F', 'h', case when number % 7 = 0 then null else ('N' || number)::bytea end, 'refused'
                from generate_series(1, 450) as number
                """);
        jdbc.update("update identifier_backfill set until = 449");
        // when
        var before = identifiers.complete();
        backfill.run();
        backfill.run();
        // then
        assertThat(before).isFalse();
        assertThat(identifiers.complete()).isTrue();
        assertThat(
                        jdbc.queryForList(
                                "select message from message_identifier order by message",
                                Long.class))
                .hasSize(385)
                .startsWith(1L)
                .endsWith(449L);
        assertThat(
                        jdbc.queryForList(
                                "select message from message_identifier where hash = any (?)",
                                Long.class,
                                (Object) identifiers.hashes(Set.of("N17"))))
                .containsExactly(17L);
    }
}
