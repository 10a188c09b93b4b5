package se.trepart.cause;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.cause.Causes.Member;
import se.trepart.cause.Fingerprint.Kind;
import se.trepart.consultation.ConsultationId;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.Mappings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Refused messages that stand under no cause yet, each with its causes: one for each fault. */
@Component
class Refusals {
    private static final Duration SURELY_COMMITTED = Duration.ofHours(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;
    private final Mappings mappings;
    private Instant settled = Instant.EPOCH;

    Refusals(JdbcTemplate jdbc, Mappings mappings) {
        this.jdbc = jdbc;
        this.mappings = mappings;
    }

    record Refusal(Member member, List<Fingerprint> causes) {}

    /**
     * The next ones. The first time all are looked through, later those of the last hour: a commit
     * takes seconds at most.
     */
    List<Refusal> next(int most, Instant now) {
        var found =
                jdbc.query(
                        """
                        select m.id, m.feed, m.sender, m.received_at, m.faults, m.body from message m
                        where m.outcome = 'refused' and m.received_at > ? and not exists (
                            select from cause_member c where c.message = m.id and c.kind = 'refused')
                        order by m.id limit ?
                        """,
                        (row, number) -> refusal(row),
                        Causes.time(settled),
                        most);
        if (found.size() < most) {
            settled = now.minus(SURELY_COMMITTED);
        }
        return found;
    }

    private Refusal refusal(ResultSet row) throws SQLException {
        var feed = row.getString(2);
        var member =
                new Member(
                        "message/" + row.getLong(1),
                        Optional.of(row.getLong(1)),
                        row.getString(3),
                        consultations(row.getBytes(6)),
                        row.getObject(4, OffsetDateTime.class).toInstant());
        var causes =
                read(row.getString(5))
                        .valueStream()
                        .map(fault ->
                                Fingerprint.of(
                                        Kind.REFUSED,
                                        feed,
                                        fault.path("code").asText(),
                                        fault.path("path").asText(),
                                        fault.path("detail").asText("")))
                        .distinct()
                        .toList();
        return new Refusal(member, causes);
    }

    /** Which consultations it was about, as far as it can be read all the same. */
    private List<String> consultations(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return List.of();
        }
        if (body[0] == '{') {
            return wellFormed(List.of(event(body).path("subject").asText("")));
        }
        return mappings.current().decode(body) instanceof Decoded.Refused refused
                ? wellFormed(refused.subjects())
                : List.of();
    }

    private static JsonNode event(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException malformed) {
            return JSON.createObjectNode();
        }
    }

    private static List<String> wellFormed(List<String> subjects) {
        return subjects.stream().filter(Refusals::isId).distinct().toList();
    }

    private static boolean isId(String text) {
        try {
            return !ConsultationId.parse(text).value().isEmpty();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static JsonNode read(String faults) {
        try {
            return JSON.readTree(faults);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
