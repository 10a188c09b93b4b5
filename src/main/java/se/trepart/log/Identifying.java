package se.trepart.log;

import java.util.Set;

/** Which identifiers a body holds, in the form in which they are searched for. */
@FunctionalInterface
public interface Identifying {
    /** All of them; none where nothing can be read. */
    Set<String> in(byte[] body);
}
