package se.trepart.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often the log holds each message. */
final class KeptMessages {
    private final Map<Sent.Message, Integer> times = new HashMap<>();

    KeptMessages(List<Logged> messages) {
        messages.stream()
                .filter(Logged::kept)
                .forEach(message ->
                        times.merge(
                                new Sent.Message(
                                        message.sender(), message.controlId(), message.bodyHash()),
                                1,
                                Integer::sum));
    }

    int times(Sent.Message message) {
        return times.getOrDefault(message, 0);
    }
}
