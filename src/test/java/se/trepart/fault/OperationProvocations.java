package se.trepart.fault;

import static se.trepart.fault.ReceptionProvocations.event;
import static se.trepart.fault.ReceptionProvocations.requested;

import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.RunningHub;
import se.trepart.fault.FaultProvocationIT.Provocation;
import se.trepart.log.Commits;

import java.util.List;
import java.util.Map;

/**
 * What operators and apps are refused, 5xx, by the answers of a running hub; and our own trouble,
 * 6xx, by errors that PostgreSQL itself raises in the midst of a commit.
 */
final class OperationProvocations {
    private final RunningHub hub;

    OperationProvocations(RunningHub hub) {
        this.hub = hub;
    }

    Map<FaultCode, Provocation> all() {
        return Map.ofEntries(
                Map.entry(FaultCode.TRP_501, () -> hub.get("/api/consultations/K-nobody").body()),
                Map.entry(FaultCode.TRP_502, () -> hub.get("/fhir/Encounter?colour=blue").body()),
                Map.entry(FaultCode.TRP_503, () -> hub.get("/api/messages?count=many").body()),
                Map.entry(FaultCode.TRP_504, () -> hub.get("/api/deliveries/1/resend").body()),
                Map.entry(FaultCode.TRP_505, this::deleted),
                Map.entry(FaultCode.TRP_506, () -> hub.get("/fhir/Patient?_format=turtle").body()),
                Map.entry(FaultCode.TRP_507, () -> hub.get("/api/deliveries?before=x").body()),
                Map.entry(
                        FaultCode.TRP_508,
                        () ->
                                hub.post("/fhir/Patient/_search", "text/plain", "gender=male")
                                        .body()),
                Map.entry(
                        FaultCode.TRP_509,
                        () ->
                                hub.post(
                                                "/fhir/Patient/_search",
                                                "application/x-www-form-urlencoded",
                                                "gender=" + "x".repeat(70 * 1024))
                                        .body()),
                Map.entry(FaultCode.TRP_510, this::impossible),
                Map.entry(FaultCode.TRP_521, () -> patch("O521", "[]", "If-Match", "W/\"99\"")),
                Map.entry(FaultCode.TRP_522, () -> patch("O522", "[]", "Prefer", "x")),
                Map.entry(
                        FaultCode.TRP_523,
                        () ->
                                patch(
                                        "O523",
                                        "[{\"op\":\"remove\",\"path\":\"/focus\"}]",
                                        "If-Match",
                                        "*")),
                Map.entry(
                        FaultCode.TRP_524,
                        () ->
                                hub.send(
                                                "PATCH",
                                                task("O524"),
                                                "{}",
                                                "Content-Type",
                                                "text/plain",
                                                "If-Match",
                                                "*")
                                        .body()),
                Map.entry(FaultCode.TRP_525, () -> patch("O525", "[{", "If-Match", "*")),
                Map.entry(FaultCode.TRP_531, this::unapproved),
                Map.entry(FaultCode.TRP_532, this::heldBack),
                Map.entry(FaultCode.TRP_551, this::notRefused),
                Map.entry(FaultCode.TRP_411, this::untaken),
                Map.entry(
                        FaultCode.TRP_541,
                        () -> subscribe("Encounter?colour=blue", "http://localhost:1/x").body()),
                Map.entry(
                        FaultCode.TRP_542,
                        () -> subscribe("Encounter", "https://example.org/x").body()),
                Map.entry(FaultCode.TRP_601, () -> raised("57P01")),
                Map.entry(FaultCode.TRP_602, () -> raised("53100")),
                Map.entry(FaultCode.TRP_603, () -> raised("53300")),
                Map.entry(FaultCode.TRP_699, () -> raised("22012")));
    }

    /** XS004 is a procedure only as long as the consultation took place. */
    private String deleted() {
        hub.event(requested("O505"));
        hub.event(
                event(
                        "O505",
                        "specialist.joined",
                        "10:05",
                        "'specialist':{'hsaId':'SE162321000255-TRP951'},"
                                + "'specialistUnit':'SE162321000255-TRP202'"));
        hub.event(
                event(
                        "O505",
                        "visit.cancelled",
                        "10:30",
                        "'visit':{'id':'B-O505','unit':'SE162321000255-TRP104'},'reason':'cancelled'"));
        return hub.get("/fhir/Procedure/O505-xs004").body();
    }

    private String task(String id) {
        hub.event(requested(id));
        return "/fhir/Task/" + id + "-coordination";
    }

    private String patch(String id, String patch, String header, String value) {
        return hub.send(
                        "PATCH",
                        task(id),
                        patch,
                        "Content-Type",
                        "application/json-patch+json",
                        header,
                        value)
                .body();
    }

    private java.net.http.HttpResponse<String> subscribe(String criteria, String endpoint) {
        return hub.post(
                "/fhir/Subscription",
                "application/fhir+json",
                """
                {"resourceType":"Subscription","status":"requested","reason":"Prov","criteria":"%s","channel":{"type":"rest-hook","endpoint":"%s"}}
                """
                        .formatted(criteria, endpoint));
    }

    /** Nobody listens on port 1. */
    private String untaken() {
        var made = subscribe("ServiceRequest", "http://localhost:1/x");
        var location = made.headers().firstValue("Location").orElse(made.body());
        hub.event(requested("O411"));
        return org.awaitility.Awaitility.await()
                .until(
                        () -> hub.get(location.substring(location.indexOf("/fhir/"))).body(),
                        shown -> shown.contains("\"error\""));
    }

    private String impossible() {
        hub.event(requested("O510"));
        hub.event(
                event(
                        "O510",
                        "specialist.joined",
                        "10:05",
                        "'specialist':{'hsaId':'SE162321000255-TRP951'},"
                                + "'specialistUnit':'SE162321000255-TRP202'"));
        var delivery =
                org.awaitility.Awaitility.await()
                        .until(
                                () ->
                                        hub.jdbc()
                                                .queryForList(
                                                        "select id from delivery where key = 'O510'"
                                                                + " and state = 'confirmed'",
                                                        Long.class),
                                found -> !found.isEmpty())
                        .getFirst();
        return hub.post(
                        "/api/deliveries/" + delivery + "/release",
                        "application/json",
                        "{\"reason\":\"Prov\"}")
                .body();
    }

    /** A dry run alone is never carried out. */
    private String unapproved() {
        hub.event(requested("O531"));
        var plan =
                planned(
                        "/api/replays",
                        "{\"selection\":{\"consultation\":\"O531\"},\"reason\":\"Prov\"}");
        return hub.post("/api/replays/" + plan + "/start", JSON, BECAUSE).body();
    }

    private static final String JSON = "application/json";
    private static final String BECAUSE = "{\"reason\":\"Prov\"}";

    private long planned(String path, String plan) {
        var answer = hub.post(path, JSON, plan).body();
        var id = Long.parseLong(answer.replaceFirst("(?s).*?\"id\":(\\d+).*", "$1"));
        org.awaitility.Awaitility.await()
                .until(
                        () ->
                                hub.jdbc()
                                        .queryForList(
                                                "select id from replay_plan where id = ? and state"
                                                        + " = 'ready'",
                                                Long.class,
                                                id),
                        found -> !found.isEmpty());
        return id;
    }

    /** What was accepted has no fault that a smaller message could show. */
    private String notRefused() {
        hub.event(requested("O551"));
        var message =
                hub.jdbc()
                        .queryForObject(
                                "select max(message) from event where subject = 'O551'",
                                Long.class);
        return hub.post("/api/messages/" + message + "/minimise", JSON, BECAUSE).body();
    }

    /** What is owed by a derivation without delivery waits, and says why. */
    private String heldBack() {
        hub.event(requested("O532"));
        var message =
                hub.jdbc()
                        .queryForObject(
                                "select max(message) from event where subject = 'O532'",
                                Long.class);
        var joined =
                event(
                                "O532",
                                "specialist.joined",
                                "10:05",
                                "'specialist':{'hsaId':'SE162321000255-TRP951'},"
                                        + "'specialistUnit':'SE162321000255-TRP202'")
                        .replace("\"", "\\\"");
        var plan =
                planned(
                        "/api/messages/" + message + "/replay",
                        "{\"body\":\"" + joined + "\",\"mode\":\"derive\",\"reason\":\"Prov\"}");
        hub.jdbc().update("update replay_plan set approved_by = 'Annan' where id = ?", plan);
        hub.post("/api/replays/" + plan + "/start", JSON, BECAUSE);
        return org.awaitility.Awaitility.await()
                .until(
                        () -> hub.get("/api/consultations/O532").body(),
                        told -> told.contains("TRP-532"));
    }

    private String raised(String state) {
        var jdbc = hub.bean(JdbcTemplate.class);
        try {
            hub.bean(Commits.class)
                    .commit(
                            List.of(),
                            commit -> {
                                jdbc.execute(
                                        "do $$ begin raise exception using errcode = '"
                                                + state
                                                + "'; end $$");
                                return commit;
                            });
            return "nothing was raised";
        } catch (FaultException told) {
            return told.faults().getFirst().english();
        }
    }
}
