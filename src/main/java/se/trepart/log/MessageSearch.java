package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds messages for operators, the newest first, a page at a time. Each filter has an index that
 * gives its messages in that order, so that a page costs what it shows and not what there is.
 */
@Component
public class MessageSearch {
    /** How much the order of numbers may differ from the order of times: far more than a commit. */
    private static final Duration SLACK = Duration.ofHours(1);

    /** So many are looked up one by one; of more, some are near the newest. */
    private static final int FEW = 2_000;

    private final JdbcTemplate jdbc;
    private final MessageIdentifiers identifiers;

    MessageSearch(JdbcTemplate jdbc, MessageIdentifiers identifiers) {
        this.jdbc = jdbc;
        this.identifiers = identifiers;
    }

    /** How a destination stands with what it must hold of a consultation. */
    public enum Standing {
        PENDING("state = 'pending'"),
        HELD("state = 'held'"),
        CONFIRMED("state = 'idle' and confirmed is not null");

        private final String sql;

        Standing(String sql) {
            this.sql = sql;
        }

        /** As in the API: {@code held}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What operators search by; absent fields do not narrow.
     *
     * @param identifier the forms in which a message may hold it; none does not narrow
     * @param destination where the consultations that a message tells of stand so; any when absent
     */
    public record Query(
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<String> feed,
            Optional<String> sender,
            Optional<String> controlId,
            Optional<String> type,
            Optional<Messages.Outcome> outcome,
            Optional<String> fault,
            Optional<String> consultation,
            List<String> identifier,
            Optional<String> destination,
            Optional<Standing> standing,
            Optional<Long> before,
            int count) {}

    /** The newest first. */
    public List<Messages.Stored> find(Query query) {
        var where = new Conditions();
        var numbers = numbers(query);
        query.from().ifPresent(from -> where.and("received_at >= ?", Messages.time(from)));
        query.to().ifPresent(to -> where.and("received_at < ?", Messages.time(to)));
        where.and("id > ?", numbers.above());
        where.and("id < ?", numbers.below());
        query.feed()
                .ifPresentOrElse(
                        feed -> where.and("feed = ?", feed),
                        () -> where.and("feed <> ?", Messages.OWN));
        query.sender().ifPresent(sender -> where.and("sender = ?", sender));
        query.controlId().ifPresent(controlId -> where.and("control_id = ?", controlId));
        query.type().ifPresent(type -> where.and("type = ?", type));
        query.outcome().ifPresent(outcome -> where.and("outcome = ?", outcome.code()));
        query.fault().ifPresent(fault -> fault(fault, where));
        query.consultation()
                .ifPresent(consultation ->
                        where.and(
                                "id in (select message from "
                                        + Telling.TOLD_NOW
                                        + " where consultation = ?)",
                                consultation));
        if (!query.identifier().isEmpty()) {
            where.and(
                    "id in (select message from message_identifier where hash = any (?) and message"
                            + " > "
                            + numbers.above()
                            + " and message < "
                            + numbers.below()
                            + ")",
                    identifiers.hashes(query.identifier()));
        }
        standing(query, where);
        where.limit(query.count());
        return jdbc.query(
                Messages.SELECT + where.sql() + " order by id desc limit ?",
                Messages::stored,
                where.arguments());
    }

    /** Between which numbers a page lies, both exclusive. */
    private record Numbers(long above, long below) {}

    /** A time bounds the numbers too, so that whichever index is read, it is read from there. */
    private Numbers numbers(Query query) {
        var above =
                query.from()
                        .flatMap(from ->
                                number(
                                        "received_at < ? order by received_at desc, id desc",
                                        from.minus(SLACK)));
        var below =
                query.to()
                        .flatMap(to ->
                                number("received_at > ? order by received_at, id", to.plus(SLACK)));
        return new Numbers(
                above.orElse(0L),
                Math.min(below.orElse(Long.MAX_VALUE), query.before().orElse(Long.MAX_VALUE)));
    }

    private Optional<Long> number(String which, Instant time) {
        return jdbc
                .queryForList(
                        "select id from message where " + which + " limit 1",
                        Long.class,
                        Messages.time(time))
                .stream()
                .findFirst();
    }

    /** A fault that few have is looked up; of one that many have, the newest are near. */
    private void fault(String fault, Conditions where) {
        // In the index's own words, or it is not read.
        var having = "outcome = 'refused' and fault_codes(faults) @> array[?::text]";
        if (few("select from message where " + having, fault)) {
            where.and(having, fault);
        } else {
            where.and(
                    "outcome = 'refused' and faults like ?",
                    "%\"" + fault.replaceAll("[^A-Z0-9-]", "") + "\"%");
        }
    }

    private boolean few(String rows, @Nullable Object argument) {
        return Objects.requireNonNull(
                        jdbc.queryForObject(
                                "select count(*) from (%s limit %d) as found"
                                        .formatted(rows, FEW + 1),
                                Long.class,
                                argument))
                <= FEW;
    }

    /** Few consultations are looked up; of many, the newest messages' own are looked at. */
    private void standing(Query query, Conditions where) {
        if (query.standing().isEmpty() && query.destination().isEmpty()) {
            return;
        }
        var standing = query.standing().map(one -> one.sql).orElse("target is not null");
        var streams =
                "select consultation from stream where "
                        + standing
                        + " and destination = coalesce(?, destination)";
        var destination = query.destination().orElse(null);
        var many =
                query.standing().filter(one -> one != Standing.CONFIRMED).isEmpty()
                        || !few(streams, destination);
        where.and(
                many
                        ? "(select true from "
                                + Telling.TOLD_NOW
                                + " join stream on stream.consultation = told_now.consultation"
                                + " where told_now.message = message.id and "
                                + standing
                                + " and destination = coalesce(?, destination) limit 1)"
                        : "id in (select message from "
                                + Telling.TOLD_NOW
                                + " where consultation = any (array("
                                + streams
                                + ")))",
                destination);
    }
}
