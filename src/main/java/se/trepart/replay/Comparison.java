package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Compares the lasting tables with a scratch's, kind by kind and row by row, each row as JSON; what
 * only tells of the commits is left out (contract 4: meta.versionId, meta.lastUpdated, Provenance).
 */
final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    /** The facts of a resource's version where the view writes them: first in its meta. */
    private static final Pattern VERSION =
            Pattern.compile(
                    "^(\\{\"resourceType\":\"\\w+\",\"id\":\"[^\"\\\\]+\",\"meta\":\\{)"
                            + "\"versionId\":\"\\d+\",\"lastUpdated\":\"[^\"]+\"");

    /** Id and JSON of every row of one kind; {@code %s.} stands before each table's name. */
    static final Map<String, String> KINDS = kinds();

    private final Scratch scratch;
    private final List<RebuildReport.Different> differences = new ArrayList<>();

    Comparison(Scratch scratch) {
        this.scratch = scratch;
    }

    private static Map<String, String> kinds() {
        var kinds = new LinkedHashMap<String, String>();
        kinds.put(
                "message",
                "select id::text as id, json_build_object('outcome', outcome)::text as json from"
                        + " %1$smessage where outcome <> 'duplicate'");
        kinds.put(
                "event",
                """
                select message::text as id, json_agg(json_build_object('event', content::json, 'source', source, 'id', event_id, 'type', type, 'subject', subject,
                    'visit', visit, 'person', person, 'replaces', replaces, 'recordedAt', recorded_at) order by position)::text as json
                from %1$sevent where not superseded group by message
                """);
        kinds.put(
                "consultation",
                """
                select id, json_build_object('state', state::json, 'person', person, 'unit', unit, 'day', day, 'startAt', start_at, 'namedVisit', named_visit,
                    'visit', visit, 'tookPlace', took_place, 'phase', phase, 'referralDue', referral_due)::text as json from %1$sconsultation
                """);
        kinds.put(
                "visit",
                """
                select key as id, json_build_object('person', person, 'unit', unit, 'day', day, 'startAt', start_at, 'joins',
                    (select json_agg(json_build_array(consultation, parked) order by consultation) from %1$svisit_join where visit = key))::text as json from %1$svisit
                """);
        kinds.put(
                "stay",
                "select visit as id, json_build_object('person', person, 'from', from_at, 'until',"
                        + " until_at)::text as json from %1$sstay");
        kinds.put(
                "stray",
                """
                select e.message::text as id, json_agg(json_build_object('visit', s.visit, 'person', s.person, 'clinic', s.clinic, 'day', s.day, 'contact', s.contact,
                    'referral', s.referral, 'joins', (select json_agg(json_build_array(consultation, parked) order by consultation)
                        from %1$sstray_join j where j.event = s.event)) order by e.position)::text as json
                from %1$sstray s join %1$sevent e on e.position = s.event and not e.superseded group by e.message
                """);
        kinds.put(
                "person",
                "select key as id, json_build_object('type', type, 'value', value, 'inForce',"
                        + " canonical)::text as json from %1$sperson");
        kinds.put(
                "practitioner",
                """
                select hsa_id as id, json_build_object('name', name, 'roles',
                    (select json_agg(json_build_array(unit, specialty) order by unit, specialty) from %1$spractitioner_role r where r.hsa_id = p.hsa_id))::text as json
                from %1$spractitioner p
                """);
        kinds.put(
                "resource",
                "select type || '/' || id as id, json from %1$sresource where not deleted and type"
                        + " <> 'Provenance'");
        // Whether a remiss is passed on was decided by the settings of the day on which it came.
        kinds.put(
                "target",
                """
                select destination || '/' || key as id, json_build_object('target', target::json, 'missing', missing)::text as json
                from %1$sstream where target is not null and destination <> 'remiss'
                """);
        return kinds;
    }

    /** Compares everything; how many there were of each kind, on either side. */
    Map<String, Long> all() {
        var compared = new LinkedHashMap<String, Long>();
        scratch.jdbc().execute("set local enable_seqscan = on");
        KINDS.forEach((kind, rows) -> compared.put(kind, compare(kind, rows)));
        return compared;
    }

    List<RebuildReport.Different> differences() {
        return differences;
    }

    private long compare(String kind, String rows) {
        var count = new long[1];
        var jdbc = new org.springframework.jdbc.core.JdbcTemplate(source());
        jdbc.setFetchSize(PAGE);
        jdbc.query(
                "select coalesce(stored.id, rebuilt.id), stored.json, rebuilt.json from ("
                        + rows.formatted(scratch.lasting(""))
                        + ") as stored full join ("
                        + rows.formatted("")
                        + ") as rebuilt on rebuilt.id = stored.id order by 1",
                row -> {
                    count[0]++;
                    compare(kind, row.getString(1), row.getString(2), row.getString(3));
                });
        return count[0];
    }

    private javax.sql.DataSource source() {
        return Objects.requireNonNull(scratch.jdbc().getDataSource());
    }

    private void compare(
            String kind, String id, @Nullable String stored, @Nullable String rebuilt) {
        if (stored == null || rebuilt == null) {
            differences.add(
                    new RebuildReport.Different(
                            kind, id, "", stored == null ? "missing" : "surplus"));
        } else if (!said(kind, stored).equals(said(kind, rebuilt))) {
            for (var change : JsonDifference.of(read(kind, stored), read(kind, rebuilt))) {
                differences.add(
                        new RebuildReport.Different(
                                kind,
                                id,
                                change.path(),
                                change.before().isMissingNode()
                                        ? "missing"
                                        : change.after().isMissingNode() ? "surplus" : "changed"));
            }
        }
    }

    /** What a row says, to the letter: a resource's text without the facts of its version. */
    private static String said(String kind, String text) {
        return kind.equals("resource") ? VERSION.matcher(text).replaceFirst("$1") : text;
    }

    static JsonNode read(String kind, String text) {
        try {
            var json = JSON.readTree(text);
            if (kind.equals("resource") && json.path("meta") instanceof ObjectNode meta) {
                meta.remove(List.of("versionId", "lastUpdated"));
                if (meta.isEmpty()) {
                    ((ObjectNode) json).remove("meta");
                }
            }
            return json;
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
