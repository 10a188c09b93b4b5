package se.trepart.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.feed.Feeds;
import se.trepart.log.Messages;

import java.util.Map;
import java.util.TreeMap;

/** {@code /api/feeds}: the doors, whether each is open, and what it has brought. */
@RestController
class FeedsDoor {
    private final Feeds feeds;
    private final Messages messages;

    FeedsDoor(Feeds feeds, Messages messages) {
        this.feeds = feeds;
        this.messages = messages;
    }

    @GetMapping("/api/feeds")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Parameters.of(request);
        var brought = messages.byFeed();
        var states = new TreeMap<>(feeds.states());
        brought.keySet().forEach(name -> states.putIfAbsent(name, state(name, states)));
        var answer = Answers.object();
        var list = answer.putArray("feeds");
        states.forEach((name, state) -> list.add(line(name, state, brought.get(name))));
        return Answers.ok(answer);
    }

    /** A folder of files is as open as the door for files is. */
    private static String state(String name, Map<String, String> states) {
        var door = name.startsWith("files-") ? "files" : name;
        return states.getOrDefault(door, "closed");
    }

    private static ObjectNode line(String name, String state, Messages.@Nullable Brought brought) {
        var json = Answers.object().put("name", name).put("state", state);
        json.put("messages", brought == null ? 0 : brought.messages());
        if (brought != null) {
            Answers.put(json, "lastReceivedAt", brought.last());
        }
        return json;
    }
}
