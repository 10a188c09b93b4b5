package se.trepart.facade.subscription;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom the hub may notify: addresses below those that {@code trepart.subscription.endpoints} lists,
 * by https, or by http on this machine. Nobody when the list is empty.
 */
@Component
public class Endpoints {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final List<URI> allowed;

    Endpoints(@Value("${trepart.subscription.endpoints}") String allowed) {
        this.allowed =
                COMMA.splitAsStream(allowed.strip())
                        .filter(one -> !one.isEmpty())
                        .map(URI::create)
                        .toList();
    }

    /** Why the address may not be notified, and what is possible; empty when it may. */
    public Optional<String> refusal(URI endpoint) {
        if (endpoint.getHost() == null
                || endpoint.getRawUserInfo() != null
                || endpoint.getRawFragment() != null
                || !endpoint.normalize().equals(endpoint)) {
            return Optional.of("an address such as https://app.example.org/notify");
        }
        var loopback = LOOPBACK.matcher(endpoint.getHost()).matches();
        if (!scheme(endpoint).equals("https") && !(scheme(endpoint).equals("http") && loopback)) {
            return Optional.of("https; http on this machine alone");
        }
        return allowed.stream().anyMatch(prefix -> below(prefix, endpoint))
                ? Optional.empty()
                : Optional.of(
                        allowed.isEmpty()
                                ? "the list trepart.subscription.endpoints is empty"
                                : "the list trepart.subscription.endpoints does not hold it");
    }

    private static boolean below(URI prefix, URI endpoint) {
        var path = prefix.getRawPath().replaceFirst("/$", "");
        var asked = endpoint.getRawPath();
        return scheme(prefix).equals(scheme(endpoint))
                && prefix.getHost().equalsIgnoreCase(endpoint.getHost())
                && port(prefix) == port(endpoint)
                && (asked.equals(path) || asked.startsWith(path + "/"));
    }

    private static String scheme(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : scheme(uri).equals("https") ? 443 : 80;
    }
}
