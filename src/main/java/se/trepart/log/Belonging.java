package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What belongs to consultations beside their own events, or could, and what that is known by. */
@Component
public class Belonging {
    private final JdbcTemplate jdbc;

    Belonging(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What belongs to one consultation, or could.
     *
     * @param contacts the numbers that PASiS has given for it, now or before
     * @param referrals the remisser that it has told of
     */
    public record Found(
            List<Visits.Join> visits,
            List<Strays.Join> strays,
            Set<String> contacts,
            Set<String> referrals) {
        Found() {
            this(new ArrayList<>(), new ArrayList<>(), new TreeSet<>(), new TreeSet<>());
        }

        private void add(
                String kind,
                String consultation,
                @Nullable String key,
                long event,
                boolean parked) {
            switch (kind) {
                case "stray" -> strays.add(new Strays.Join(event, consultation, parked));
                case "visit" ->
                        visits.add(
                                new Visits.Join(Objects.requireNonNull(key), consultation, parked));
                case "contact" -> contacts.add(Objects.requireNonNull(key));
                default -> referrals.add(Objects.requireNonNull(key));
            }
        }
    }

    /** By consultation; those that have nothing are there too. */
    public Map<String, Found> of(Collection<String> consultations) {
        var all = new HashMap<String, Found>();
        consultations.forEach(consultation -> all.put(consultation, new Found()));
        if (!all.isEmpty()) {
            var asked = consultations.toArray(String[]::new);
            jdbc.query(
                    """
                    select 'visit', consultation, visit, 0, parked from visit_join where consultation = any (?)
                    union all select 'stray', consultation, null, event, parked from stray_join where consultation = any (?)
                    union all select 'contact', consultation, number, 0, false from contact_number where consultation = any (?)
                    union all select 'referral', consultation, referral, 0, false from consultation_referral where consultation = any (?)
                    """,
                    row -> {
                        var consultation = row.getString(2);
                        Objects.requireNonNull(all.get(consultation))
                                .add(
                                        row.getString(1),
                                        consultation,
                                        row.getString(3),
                                        row.getLong(4),
                                        row.getBoolean(5));
                    },
                    asked,
                    asked,
                    asked,
                    asked);
        }
        return all;
    }
}
