package se.trepart.cause;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.cause.Causes.Member;
import se.trepart.cause.Fingerprint.Kind;
import se.trepart.consultation.HsaId;
import se.trepart.fault.FaultCode;
import se.trepart.mapping.Mappings;
import se.trepart.mapping.Times;
import se.trepart.registry.Registry;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which feeds bring nothing of a vårdcentral though they usually do at that weekday and hour,
 * helgfria vardagar counted by the registry.
 */
@Component
class Silence {
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Period LEARNED = Period.ofWeeks(8);
    private static final String READER = "traffic-hours";

    private final JdbcTemplate jdbc;
    private final Mappings mappings;
    private final double chance;
    private Instant due = Instant.MIN;
    private List<Grouping.Standing> found = List.of();

    Silence(
            JdbcTemplate jdbc,
            Mappings mappings,
            @Value("${trepart.cause.silence-chance}") double chance) {
        this.jdbc = jdbc;
        this.mappings = mappings;
        this.chance = chance;
    }

    private record Sender(String feed, HsaId unit) implements Comparable<Sender> {
        @Override
        public int compareTo(Sender other) {
            return (feed + " " + unit.value()).compareTo(other.feed + " " + other.unit.value());
        }

        Grouping.Standing silent(LocalDateTime last) {
            return new Grouping.Standing(
                    Fingerprint.of(Kind.SILENT, feed, FaultCode.TRP_118, unit.value()),
                    new Member(
                            "silence/" + feed + "/" + unit.value(),
                            Optional.empty(),
                            unit.value(),
                            List.of(),
                            last.atZone(Times.STOCKHOLM).toInstant()));
        }
    }

    /** Who is silent, looked at anew once a minute. */
    List<Grouping.Standing> silent(Instant now) {
        if (!now.isBefore(due)) {
            count();
            found = look(now);
            due = now.plus(BETWEEN);
        }
        return found;
    }

    private List<Grouping.Standing> look(Instant now) {
        var registry = mappings.current().registry();
        var today = LocalDateTime.ofInstant(now, Times.STOCKHOLM);
        var silent = new ArrayList<Grouping.Standing>();
        traffic(today, registry)
                .forEach((sender, hours) -> {
                    var cadence =
                            Cadence.of(
                                    hours,
                                    today.toLocalDate(),
                                    day -> registry.isOpen(sender.unit(), day));
                    if (cadence.chanceOfSilence(hours.last(), today) < chance) {
                        silent.add(sender.silent(hours.last()));
                    }
                });
        return silent;
    }

    /**
     * The unit is the one that sent, else the one that the message tells of. What came a while ago
     * is surely committed, so the reader's place moves up to there.
     */
    private void count() {
        jdbc.update(
                """
                insert into traffic_hour (feed, unit, hour)
                select distinct m.feed, coalesce(substring(m.sender from '\\|(SE[0-9]+-[A-Za-z0-9]+)$'), nullif(split_part(e.visit, '|', 1), ''), ''),
                    date_trunc('hour', m.received_at at time zone 'Europe/Stockholm')
                from message m left join event e on e.message = m.id
                where m.id > (select position from cause_reader where name = ?) and m.feed <> 'hub'
                on conflict do nothing
                """,
                READER);
        jdbc.update(
                """
                update cause_reader set position = greatest(position, coalesce((
                    select max(id) from message where id > position and received_at < clock_timestamp() - interval '10 minutes'), 0))
                where name = ?
                """,
                READER);
    }

    private Map<Sender, TreeSet<LocalDateTime>> traffic(LocalDateTime now, Registry registry) {
        var traffic = new TreeMap<Sender, TreeSet<LocalDateTime>>();
        jdbc.query(
                "select feed, unit, hour from traffic_hour where hour > ?",
                row -> {
                    var feed = row.getString(1);
                    var hour = row.getObject(3, LocalDateTime.class);
                    Optional.of(row.getString(2))
                            .filter(HsaId::matches)
                            .flatMap(unit -> registry.vardcentral(HsaId.parse(unit)))
                            .map(unit -> new Sender(feed, unit.hsaId()))
                            .ifPresent(sender ->
                                    traffic.computeIfAbsent(sender, any -> new TreeSet<>())
                                            .add(hour));
                },
                now.minus(LEARNED));
        return traffic;
    }
}
