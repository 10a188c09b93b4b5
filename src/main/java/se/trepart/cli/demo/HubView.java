package se.trepart.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the hub says of itself over its public interfaces (contract 5 and 8), and what the partners
 * say at their desks.
 */
final class HubView implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Set<String> SETTLED = Set.of("none", "confirmed");
    private static final List<String> KINDS =
            List.of("accepted", "duplicate", "refused", "not-concerned", "parked");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Doors doors;

    HubView(Doors doors) {
        this.doors = doors;
    }

    /** How far one consultation has come, and what keeps it. */
    record Progress(boolean agreed, boolean settled, String states) {
        static final Progress UNKNOWN = new Progress(false, false, "unknown to the hub");
    }

    /**
     * The resources of one consultation: how many there are, and how many versions they have had.
     */
    record Resources(int count, int versions) {}

    /** The hub's own count of messages by outcome (law 7). */
    record Totals(long received, Map<String, Long> outcomes) {
        boolean addUp() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum() == received;
        }
    }

    /** Whether the hub says that it is ready. */
    boolean ready() throws InterruptedException {
        try {
            return send(get(doors.health())).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The extracts of both partners. */
    Holdings holdings() throws IOException, InterruptedException {
        return Holdings.read(
                text(doors.pasisDesk() + "/extract.csv"),
                text(doors.primaryCareDesk() + "/extract.csv"));
    }

    Totals totals() throws IOException, InterruptedException {
        JsonNode node = json(doors.hub() + "/api/totals");
        Map<String, Long> outcomes = new LinkedHashMap<>();
        KINDS.forEach(kind -> outcomes.put(kind, node.path(kind).asLong()));
        return new Totals(node.path("received").asLong(), outcomes);
    }

    /** How far a consultation has come. */
    Progress progress(String consultation) throws IOException, InterruptedException {
        JsonNode node = json(doors.hub() + "/api/consultations/" + consultation);
        if (node.isMissingNode()) {
            return Progress.UNKNOWN;
        }
        String pasis = node.path("registrations").path("pasis").path("state").asText();
        String primaryCare = node.path("registrations").path("primaryCare").path("state").asText();
        return new Progress(
                node.path("agreed").asBoolean(),
                SETTLED.contains(pasis) && SETTLED.contains(primaryCare),
                "PASiS " + pasis + ", primary care " + primaryCare);
    }

    /** The resources of a consultation as FHIR serves them, each at its current version. */
    Resources resources(String consultation) throws IOException, InterruptedException {
        int count = 0;
        int versions = 0;
        for (String reference :
                List.of(
                        "ServiceRequest/%s-request",
                        "Task/%s-coordination",
                        "Appointment/%s-meeting",
                        "Encounter/%s-visit",
                        "Encounter/%s-consultation",
                        "Procedure/%s-xs004",
                        "Task/%s-medical-registration")) {
            JsonNode node = json(doors.hub() + "/fhir/" + reference.formatted(consultation));
            if (!node.isMissingNode()) {
                count++;
                versions += node.path("meta").path("versionId").asInt();
            }
        }
        return new Resources(count, versions);
    }

    /** Switches a fault on at PASiS (contract 7). */
    void setPasisDown(Duration length) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(doors.pasisDesk() + "/faults"))
                        .timeout(TIMEOUT)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"mode\":\"down\",\"millis\":" + length.toMillis() + "}"))
                        .build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() != 200) {
            throw new IOException("PASiS does not take the fault: " + response.body().strip());
        }
    }

    /** Whether anybody answers at an address. */
    boolean answers(String address) throws InterruptedException {
        try {
            return send(get(address)).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private JsonNode json(String address) throws IOException, InterruptedException {
        HttpResponse<String> response = send(get(address));
        return switch (response.statusCode()) {
            case 200 -> JSON.readTree(response.body());
            case 404, 410 -> MissingNode.getInstance();
            default -> throw new IOException(address + " answers " + response.statusCode());
        };
    }

    private String text(String address) throws IOException, InterruptedException {
        HttpResponse<String> response = send(get(address));
        if (response.statusCode() != 200) {
            throw new IOException(address + " answers " + response.statusCode());
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest get(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).GET().build();
    }
}
