package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.util.Collection;

/**
 * Says anew what became of messages that named no consultation, when the consultations around them
 * change.
 */
@Component
public class Reconsidering {
    private final JdbcTemplate jdbc;

    Reconsidering(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * All messages that told of these visits or of these persons without naming a consultation, or
     * whose events are these strays. A message is accepted when one of its events names or belongs
     * to a consultation, a joined visit, or a patient who has a consultation; else parked when it
     * could belong to several; else not concerned.
     */
    public void messages(
            Collection<String> visits, Collection<String> persons, Collection<Long> strays) {
        jdbc.update(
                """
                update message set outcome = anew.outcome
                from (select message, case
                          when bool_or(subject is not null
                              or exists (select from visit_join where visit_join.visit = event.visit and not parked)
                              or exists (select from stray_join where stray_join.event = event.position and not parked)
                              or (visit is null and exists (select from consultation join person on person.canonical = consultation.person where person.key = event.person)))
                              then 'accepted'
                          when bool_or(exists (select from visit_join where visit_join.visit = event.visit and parked)
                              or exists (select from stray_join where stray_join.event = event.position and parked)) then 'parked'
                          else 'not-concerned' end as outcome
                      from event where not superseded and message in (
                          select message from event where subject is null and not superseded
                            and (visit = any (?) or (visit is null and person = any (?)) or position = any (?)))
                      group by message) as anew
                where message.id = anew.message and message.outcome in ('accepted', 'not-concerned', 'parked') and message.outcome <> anew.outcome
                """,
                visits.toArray(String[]::new),
                persons.toArray(String[]::new),
                strays.toArray(Long[]::new));
    }
}
