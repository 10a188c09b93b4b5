package se.trepart.facade;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read strictly.
 *
 * @param base the address of the service as the client reached it, without a slash at its end
 * @param path the segments after the base, decoded
 * @param parameters those of the query and, of a search by POST, of the body
 * @param headers values by name in lower case, in the order in which they came
 * @param body as it came; empty where none is read
 */
record Request(
        String method,
        String base,
        List<String> path,
        Parameters parameters,
        Map<String, List<String>> headers,
        byte[] body) {

    /** All values of a header, joined as if it had come once; empty when it did not come. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> String.join(", ", values));
    }

    /** Whether the client would rather have unknown parameters ignored. */
    boolean lenient() {
        return header("prefer").orElse("").replace(" ", "").contains("handling=lenient");
    }
}
