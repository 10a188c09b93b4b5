package se.trepart.cases;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Two record systems that confirm everything and remember it; PASiS gives a contact number for
 * every registrering.
 */
final class CasePartners {
    private final Map<String, List<String>> received = new ConcurrentHashMap<>();
    private final AtomicInteger contacts = new AtomicInteger();

    byte[] answer(String destination, byte[] message) {
        var text = new String(message, StandardCharsets.UTF_8);
        received(destination).add(text.replace('\r', '\n'));
        var header = text.lines().findFirst().orElseThrow().split("\\|", -1);
        var answer =
                "MSH|^~\\&|PARTNER|X|TREPART|X|20231130120000||ACK|1|P|2.5.1\rMSA|AA|"
                        + header[9]
                        + "\r";
        var registers = destination.equals("pasis") && header[8].startsWith("ADT^A04");
        return (registers
                        ? answer + "ZKD|1||||||||KONTAKT-" + contacts.incrementAndGet() + "\r"
                        : answer)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What the destination got since it was last forgotten, a line feed after each segment. */
    List<String> received(String destination) {
        return received.computeIfAbsent(destination, any -> new CopyOnWriteArrayList<>());
    }

    /** Says the same of everything that the destinations have got so far. */
    void rewrite(UnaryOperator<String> words) {
        received.values().forEach(messages -> messages.replaceAll(words));
    }

    void forget() {
        received.clear();
        contacts.set(0);
    }
}
