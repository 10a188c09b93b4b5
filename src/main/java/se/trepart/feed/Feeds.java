package se.trepart.feed;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which doors there are, and whether each is open. A door is a route whose name starts with {@code
 * feed-}; the one for HTTP is open as long as anybody can ask.
 */
@Component
public class Feeds {
    private static final String PREFIX = "feed-";
    private static final String OPEN = "running";

    private final CamelContext camel;

    Feeds(CamelContext camel) {
        this.camel = camel;
    }

    /** By the feed's name: {@code running}, or how its route is not. */
    public SortedMap<String, String> states() {
        var states = new TreeMap<String, String>();
        states.put("http", OPEN);
        camel.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> id.startsWith(PREFIX))
                .forEach(id ->
                        states.put(
                                id.substring(PREFIX.length()),
                                state(camel.getRouteController().getRouteStatus(id))));
        return states;
    }

    private static String state(@Nullable ServiceStatus status) {
        if (status == null) {
            return "closed";
        }
        return status.isStarted() ? OPEN : status.name().toLowerCase(Locale.ROOT);
    }
}
