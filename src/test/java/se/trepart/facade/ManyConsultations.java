package se.trepart.facade;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.NullUnmarked;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * Fills a store with as many consultations as wanted: the golden cases' resources, written as the
 * hub writes them, then copied within the database, each copy some days later, with a patient of
 * its own and one of five hundred practitioners. Only the latest copies leave the secretaries
 * something to do.
 */
@NullUnmarked
final class ManyConsultations {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final int STILL_OPEN = 5;

    private final RunningFacade facade;
    private final JdbcTemplate jdbc;

    ManyConsultations(RunningFacade facade) {
        this.facade = facade;
        this.jdbc = facade.jdbc();
    }

    /** Makes at least so many; how many it made. */
    long make(int wanted) {
        var consultations = original();
        var copies = (wanted + consultations - 1) / consultations;
        jdbc.execute(
                """
                create function copied(type text, id text, n int) returns text immutable parallel safe language sql as $$
                    select case when type in ('Organization', 'Location', 'HealthcareService', '') then id
                        when type in ('Practitioner', 'PractitionerRole') then id || '.' || n %% 500
                        else id || '.' || n end $$;
                create table span as select max(key) - min(key) + 1 as size from resource;
                create table copy as select n, n * size as shift, interval '1 hour' * (n * 7 %% 30000) as later
                    from span, generate_series(1, %2$d) n;
                insert into resource (key, type, id, version, last_updated, deleted, json, content, consultation) overriding system value
                    select key + shift, type, copied(type, id, n), version, last_updated + later, deleted,
                        replace(json, '"id":"' || id || '"', '"id":"' || copied(type, id, n) || '"'), content,
                        consultation || '.' || n from resource, copy on conflict do nothing;
                insert into search_token (parameter, code, system, key)
                    select parameter, case when length(code) > 11 and code ~ '[0-9]{4}' and system not like 'urn:oid:2.5%%' then code || '.' ||
                            case when system = 'urn:oid:1.2.752.29.4.19' then n %% 500 else n end
                        when n >= %1$d then code
                        when code in ('ready', 'requested', 'on-hold') then 'completed' when code = 'in-progress' then 'finished'
                        else code end, system, key + shift from search_token, copy;
                insert into search_reference (parameter, target_id, target_type, target_version, key)
                    select parameter, copied(target_type, target_id, n), target_type, target_version, key + shift from search_reference, copy;
                insert into search_date (parameter, low, high, key)
                    select parameter, low + later, case when high = 'infinity' and n < %1$d then low + later + interval '1 hour'
                        else high + later end, key + shift from search_date, copy;
                insert into search_string (parameter, folded, exact, key)
                    select parameter, folded, exact, key + shift from search_string, copy;
                """
                        .formatted(copies - STILL_OPEN, copies - 1));
        for (var table :
                new String[] {
                    "resource", "search_token", "search_reference", "search_date", "search_string"
                }) {
            jdbc.execute("vacuum analyze " + table);
        }
        return (long) consultations * copies;
    }

    /**
     * Lets the planner believe that there are so many times more rows: it multiplies the pages that
     * there are by the rows on a page. Whole pages must then be as many times dearer to read.
     */
    void pretend(int times) {
        jdbc.update(
                "update pg_class set reltuples = reltuples * ? where reltuples > 0 and relname in"
                        + " (select tablename from pg_tables where schemaname = 'public' union"
                        + " select indexname from pg_indexes where schemaname = 'public')",
                times);
    }

    /** The golden cases, each resource once; how many consultations they are. */
    private int original() {
        var byConsultation = new LinkedHashMap<String, LinkedHashMap<String, ObjectNode>>();
        try (var cases = Files.list(CASES)) {
            for (var file :
                    cases.map(folder -> folder.resolve("3-fhir.json"))
                            .filter(Files::exists)
                            .sorted()
                            .toList()) {
                RunningFacade.json(Files.readString(file))
                        .forEach(resource ->
                                byConsultation
                                        .computeIfAbsent(
                                                consultation(resource.path("id").asText()),
                                                first -> new LinkedHashMap<>())
                                        .put(
                                                resource.path("resourceType").asText()
                                                        + resource.path("id").asText(),
                                                (ObjectNode) resource));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byConsultation.forEach((consultation, resources) ->
                facade.write(
                        consultation.isEmpty() ? null : consultation,
                        Instant.parse("2023-03-14T12:00:00Z"),
                        resources.values().stream()
                                .map(ObjectNode::toString)
                                .toArray(String[]::new)));
        return byConsultation.size() - 1;
    }

    /** {@code K-2023-000017} of {@code K-2023-000017-visit}; empty for what is shared. */
    private static String consultation(String id) {
        var form = java.util.regex.Pattern.compile("(K-\\d{4}-\\d+)-.*").matcher(id);
        return form.matches() ? form.group(1) : "";
    }
}
