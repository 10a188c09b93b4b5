package se.trepart.replay;

import org.jspecify.annotations.Nullable;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One thing that a rebuild goes through: mappings came into force, a message was received or
 * derived anew, or a consultation's records were made anew.
 *
 * @param at when it was committed
 */
record Step(
        Instant at,
        Kind kind,
        long number,
        long message,
        @Nullable String consultation,
        @Nullable String version,
        String outcome,
        String feed,
        byte @Nullable [] body,
        Instant receivedAt,
        String faults,
        @Nullable String type) {
    private static final Set<String> KEPT_WITH_EVENTS =
            Set.of("accepted", "not-concerned", "parked");

    /** Faults that the door found and the message alone does not tell: size, frame, batch, key. */
    private static final Pattern OF_THE_DOOR = Pattern.compile("TRP-(1(?!0[3-7])|6)\\d*");

    /** What it is. */
    enum Kind {
        MAPPINGS_IN_FORCE,
        RECEIVED,
        DERIVED,
        PROJECTED
    }

    private static final String COLUMNS =
            """
            select at, rank, number, steps.message, steps.consultation, version, steps.outcome, m.feed, m.body, m.received_at,
                coalesce((select faults_before from %1$sderivation d where d.message = m.id order by d.id limit 1), m.faults), m.type from (
            """;

    private static final String IN_FORCE =
            """
            select since as at, 0 as rank, 0::bigint as number, null::bigint as message, null as consultation, version, null as outcome
            from %1$smapping_in_force f
            """;

    private static final String RECEIVED =
            """
            select received_at, 1, id, id, null, mapping_version,
                coalesce((select outcome_before from %1$sderivation d where d.message = r.id order by d.id limit 1), outcome)
            from %1$smessage r where outcome <> 'duplicate'
            """;

    private static final String DERIVED =
            """
            select derived_at, case kind when 'message' then 2 else 3 end, id, message, consultation, mapping_version, outcome from %1$sderivation d
            """;

    private static final String END =
            ") as steps left join %1$smessage m on m.id = steps.message order by at, rank, number";

    /** Every step; {@code %1$s} stands before each lasting table's name. */
    static final String ALL =
            COLUMNS + IN_FORCE + " union all " + RECEIVED + " union all " + DERIVED + END;

    /** The first of those that a scratch does not hold yet. */
    static final String SINCE =
            COLUMNS
                    + IN_FORCE
                    + " where not exists (select from mapping_in_force done where done.since ="
                    + " f.since and done.version = f.version) union all "
                    + RECEIVED
                    + " and not exists (select from message done where done.id = r.id) union all "
                    + DERIVED
                    + " where not exists (select from derivation done where done.id = d.id)"
                    + END
                    + " limit 1000";

    boolean kept() {
        return KEPT_WITH_EVENTS.contains(outcome);
    }

    /** Whether what it means follows from its bytes. */
    boolean readable() {
        return body != null
                && !feed.equals(Meaning.APPS)
                && (kept() || !OF_THE_DOOR.matcher(faults).find());
    }

    String recorded() {
        if (version == null) {
            throw new FaultException(FaultCode.TRP_501, "message " + message, "");
        }
        return version;
    }

    static Step of(ResultSet row, int number) throws SQLException {
        var receivedAt = row.getObject(10, OffsetDateTime.class);
        var at = row.getObject(1, OffsetDateTime.class).toInstant();
        return new Step(
                at,
                Kind.values()[row.getInt(2)],
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                Objects.requireNonNullElse(row.getString(7), ""),
                Objects.requireNonNullElse(row.getString(8), ""),
                row.getBytes(9),
                receivedAt == null ? at : receivedAt.toInstant(),
                Objects.requireNonNullElse(row.getString(11), "[]"),
                row.getString(12));
    }
}
