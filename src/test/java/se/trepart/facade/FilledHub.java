package se.trepart.facade;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.NullUnmarked;

import se.trepart.RunningHub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** The whole hub, to which consultations are told, and which is read by FHIR. */
@NullUnmarked
final class FilledHub implements AutoCloseable {
    private final RunningHub hub;
    private final HttpClient http = HttpClient.newHttpClient();

    FilledHub(Path data, String... settings) {
        hub = RunningHub.start(data, RunningHub.freePort(), RunningHub.freePort(), settings);
    }

    RunningHub hub() {
        return hub;
    }

    String base() {
        return "http://localhost:" + hub.port() + "/fhir";
    }

    /** Tells one event of a consultation; the data is JSON with single quotes. */
    void tell(String consultation, String type, String time, String data) {
        var json =
                """
                {"specversion":"1.0","id":"%s","source":"https://video.example.se/","type":"se.trepart.%s","subject":"%s","time":"%s","data":%s}\
                """
                        .formatted(
                                consultation + "-" + type + "-" + time,
                                type,
                                consultation,
                                time,
                                data.replace('\'', '"'));
        var answer = hub.event(json);
        // 200: the client itself sent it once more, on a connection that had gone.
        if (answer.statusCode() != 201 && answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    /** A consultation that was asked for, held and ended, at 10 o'clock of a day. */
    void held(String id, String personnummer, String day, String protection) {
        tell(
                id,
                "consultation.requested.v1",
                day + "T10:00:00+01:00",
                """
                {'patient':{'identifier':{'type':'personnummer','value':'%s'},'name':{'family':'Testsson','given':'Tove'},'protection':'%s'},
                 'visit':{'id':'B-%s','unit':'SE162321000255-TRP101'},'physician':{'hsaId':'SE162321000255-TRP901','name':{'family':'Öberg','given':'Nils'}},
                 'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202'}\
                """
                        .formatted(personnummer, protection, id));
        tell(
                id,
                "visit.started.v1",
                day + "T09:55:00+01:00",
                """
                {'patient':{'identifier':{'type':'personnummer','value':'%s'}},'visit':{'id':'B-%s','unit':'SE162321000255-TRP101'}}\
                """
                        .formatted(personnummer, id));
        var specialist =
                "{'specialist':{'hsaId':'SE162321000255-TRP951'},'specialistUnit':'SE162321000255-TRP202'}";
        tell(id, "specialist.joined.v1", day + "T10:02:00+01:00", specialist);
        tell(id, "specialist.left.v1", day + "T10:14:00+01:00", specialist);
    }

    /** The hospital's medical registration, which leaves nothing to the secretary but the check. */
    void registered(String id, String time, String diagnosis) {
        tell(
                id,
                "medical-registration.recorded.v1",
                time,
                "{'diagnoses':[{'code':'" + diagnosis + "'}],'procedures':[{'code':'AA001'}]}");
    }

    HttpRequest.Builder request(String path, String... headers) {
        var url = path.startsWith("http") ? path : base() + "/" + path;
        var request = HttpRequest.newBuilder(URI.create(url));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String type, String body) {
        return send(request(path, "Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    JsonNode json(String path) {
        return RunningFacade.json(get(path).body());
    }

    @Override
    public void close() {
        http.close();
        hub.close();
    }
}
