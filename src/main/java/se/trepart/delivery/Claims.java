package se.trepart.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.FaultCode;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes due streams, several at once, each with a lease and a fence and in one transaction with the
 * message that it will send: the one whose outcome is unknown again, byte for byte, else a new one
 * for the difference.
 */
@Component
class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SingleConnection single;

    Claims(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.single = new SingleConnection(jdbc);
    }

    private record Due(
            Rendering.Owed owed,
            String destination,
            String consultation,
            long fence,
            boolean refused) {
        String key() {
            return owed.key();
        }

        boolean nothingOwed() {
            return Objects.equals(owed.target(), owed.confirmed());
        }
    }

    /** The longest due ones, at most so many; none when nothing is due. */
    List<Claim> take(DestinationSettings destination, Rendering rendering, int most) {
        return Objects.requireNonNull(
                transactions.execute(status -> {
                    while (single.free(destination)) {
                        var due = due(destination, most);
                        var claims = claims(destination, due, rendering);
                        if (due.isEmpty() || !claims.isEmpty()) {
                            return claims;
                        }
                    }
                    return List.<Claim>of();
                }));
    }

    /** Gives up claims that were not sent, for whoever comes first. */
    void handBack(Collection<Claim> claims) {
        transactions.executeWithoutResult(status ->
                claims.forEach(claim -> {
                    var ours =
                            jdbc.update(
                                    "update stream set leased_until = '-infinity' where destination"
                                            + " = ? and key = ? and fence = ?",
                                    claim.destination(),
                                    claim.key(),
                                    claim.fence());
                    if (ours > 0 && claim.message().length > 0) {
                        jdbc.update(
                                "update delivery set attempts = attempts - 1, in_doubt = in_doubt -"
                                        + " 1 where id = ? and state = 'in-flight'",
                                claim.delivery());
                    }
                }));
    }

    private List<Due> due(DestinationSettings destination, int most) {
        return jdbc.query(
                """
                update stream set fence = fence + 1, leased_until = clock_timestamp() + make_interval(secs => ?)
                where (destination, key) in (
                    select destination, key from stream
                    where destination = ? and state = 'pending' and due_at <= clock_timestamp() and leased_until < clock_timestamp()
                      and not exists (select from pause where name = ?)
                      and not (? and exists (select from stream earlier where earlier.destination = stream.destination and earlier.consultation = stream.consultation
                          and earlier.state <> 'idle' and (earlier.caused_at, earlier.key) < (stream.caused_at, stream.key)))
                    order by due_at limit ? for update skip locked)
                returning destination, key, consultation, target, confirmed, context, caused_at, contact_number, serial, fence, refused
                """,
                (row, number) ->
                        new Due(
                                new Rendering.Owed(
                                        row.getString("key"),
                                        row.getString("target"),
                                        row.getString("confirmed"),
                                        row.getString("context"),
                                        row.getObject("caused_at", OffsetDateTime.class)
                                                .toInstant(),
                                        row.getString("contact_number"),
                                        row.getInt("serial") + 1),
                                row.getString("destination"),
                                row.getString("consultation"),
                                row.getLong("fence"),
                                row.getBoolean("refused")),
                destination.lease().toMillis() / 1000.0,
                destination.name(),
                destination.name(),
                destination.inTurn(),
                most);
    }

    private List<Claim> claims(
            DestinationSettings destination, List<Due> due, Rendering rendering) {
        var left = new HashMap<String, Due>();
        due.forEach(stream -> left.put(stream.key(), stream));
        if (!destination.deduplicates()) {
            left.keySet().removeAll(askAPerson(destination, left.keySet()));
        }
        var claims = new ArrayList<>(open(destination, left));
        claims.forEach(claim -> left.remove(claim.key()));
        var owed = left.values().stream().filter(stream -> !stream.nothingOwed()).toList();
        claims.addAll(next(destination, owed, rendering));
        left.values().stream()
                .filter(stream -> stream.nothingOwed() && stream.refused())
                .forEach(stream -> claims.addAll(takenBack(stream)));
        idle(
                destination,
                left.values().stream()
                        .filter(stream -> stream.nothingOwed() && !stream.refused())
                        .toList());
        return claims;
    }

    /**
     * Where a repeated MSH-10 has a second effect, what a claim has left behind that was never
     * settled waits for a person, unless a person has said to send it again (law 6).
     */
    private List<String> askAPerson(DestinationSettings destination, Collection<String> keys) {
        var unknown =
                jdbc.queryForList(
                        """
                        update delivery set cause = ?, cause_detail = null where destination = ? and key = any (?)
                          and state = 'in-flight' and in_doubt > 0 and not repeat returning key
                        """,
                        String.class,
                        FaultCode.TRP_402.code(),
                        destination.name(),
                        keys.toArray(String[]::new));
        if (!unknown.isEmpty()) {
            hold(destination, unknown, FaultCode.TRP_402);
        }
        return unknown;
    }

    private List<Claim> open(DestinationSettings destination, Map<String, Due> due) {
        return jdbc.query(
                """
                update delivery set attempts = attempts + 1, in_doubt = in_doubt + 1, repeat = false, sent_at = clock_timestamp()
                where destination = ? and key = any (?) and state = 'in-flight' returning id, key, operation, control_id, target, message
                """,
                (row, number) -> claim(Objects.requireNonNull(due.get(row.getString("key"))), row),
                destination.name(),
                due.keySet().toArray(String[]::new));
    }

    private List<Claim> next(DestinationSettings destination, List<Due> owed, Rendering rendering) {
        var rendered = new ArrayList<Rendering.Rendered>();
        var due = new ArrayList<Due>();
        var byKey = new HashMap<String, Due>();
        for (var stream : owed) {
            var message = rendered(destination, stream, rendering);
            if (message.isPresent()) {
                rendered.add(message.orElseThrow());
                due.add(stream);
                byKey.put(stream.key(), stream);
            }
        }
        return due.isEmpty() ? List.of() : insert(destination, due, byKey, rendered);
    }

    /** A stream for which no message can be made is held, so that others do not wait for it. */
    private Optional<Rendering.Rendered> rendered(
            DestinationSettings destination, Due stream, Rendering rendering) {
        try {
            return Optional.of(rendering.render(stream.owed()));
        } catch (RuntimeException ours) {
            LOG.error(
                    "no message to {} can be made of what stream {} owes, it is held: {}",
                    destination.name(),
                    stream.key(),
                    ours.getClass().getName());
            hold(destination, List.of(stream.key()), FaultCode.TRP_699);
            return Optional.empty();
        }
    }

    private void hold(DestinationSettings destination, List<String> keys, FaultCode cause) {
        jdbc.update(
                "update stream set state = 'held', cause = ?, cause_detail = null, leased_until ="
                        + " '-infinity' where destination = ? and key = any (?)",
                cause.code(),
                destination.name(),
                keys.toArray(String[]::new));
    }

    private List<Claim> insert(
            DestinationSettings destination,
            List<Due> due,
            Map<String, Due> byKey,
            List<Rendering.Rendered> rendered) {
        jdbc.update(
                "update stream set serial = serial + 1 where destination = ? and key = any (?)",
                destination.name(),
                due.stream().map(Due::key).toArray(String[]::new));
        return jdbc.query(
                """
                insert into delivery (destination, key, consultation, serial, operation, control_id, target, message, state, attempts, in_doubt, created_at, sent_at)
                select ?, key, consultation, serial, operation, control_id, target, message, 'in-flight', 1, 1, clock_timestamp(), clock_timestamp()
                from unnest(?, ?, ?, ?, ?, ?, ?) as one (key, consultation, serial, operation, control_id, target, message)
                returning id, key, operation, control_id, target, message
                """,
                (row, number) ->
                        claim(Objects.requireNonNull(byKey.get(row.getString("key"))), row),
                destination.name(),
                due.stream().map(Due::key).toArray(String[]::new),
                due.stream().map(Due::consultation).toArray(String[]::new),
                due.stream().map(stream -> stream.owed().serial()).toArray(Integer[]::new),
                rendered.stream().map(Rendering.Rendered::operation).toArray(String[]::new),
                rendered.stream().map(Rendering.Rendered::controlId).toArray(String[]::new),
                due.stream().map(stream -> stream.owed().target()).toArray(String[]::new),
                rendered.stream().map(Rendering.Rendered::message).toArray(byte[][]::new));
    }

    private void idle(DestinationSettings destination, List<Due> due) {
        if (!due.isEmpty()) {
            jdbc.update(
                    "update stream set state = 'idle', cause = null, cause_detail = null,"
                            + " leased_until = '-infinity' where destination = ? and key = any (?)",
                    destination.name(),
                    due.stream().map(Due::key).toArray(String[]::new));
        }
    }

    /** Nothing to send: what was refused is not wanted any more, which the log must be told. */
    private List<Claim> takenBack(Due due) {
        return jdbc.query(
                "select id, operation, control_id, target, ''::bytea as message from"
                        + " delivery where destination = ? and key = ? order by id desc"
                        + " limit 1",
                (row, number) -> claim(due, row),
                due.destination(),
                due.key());
    }

    private static Claim claim(Due due, ResultSet row) throws SQLException {
        return new Claim(
                due.destination(),
                due.key(),
                due.consultation(),
                due.fence(),
                row.getLong("id"),
                row.getString("operation"),
                row.getString("control_id"),
                row.getString("target"),
                row.getBytes("message"),
                due.refused());
    }
}
