package se.trepart.torture;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** CloudEvents in structured mode. */
final class HttpTelling implements Telling {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();
    private final List<HubDoors> doors;
    private int turn;

    HttpTelling(List<HubDoors> doors, int turn) {
        this.doors = doors;
        this.turn = turn;
    }

    @Override
    public Answered tell(Item item) {
        var port = doors.get(Math.floorMod(turn++, doors.size())).http();
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/events"))
                        .timeout(Duration.ofSeconds(8))
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(item.bytes()))
                        .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            var id = JSON.readTree(answer.body()).path("id").asText("");
            return new Answered(String.valueOf(answer.statusCode()), id);
        } catch (IOException broken) {
            return Answered.NOTHING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answered.NOTHING;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
