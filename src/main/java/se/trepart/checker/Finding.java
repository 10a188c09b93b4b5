package se.trepart.checker;

import java.util.List;

/**
 * What one assertion found.
 *
 * @param checked how many things it looked at
 * @param violations ids only, each with what is wrong
 */
record Finding(String assertion, long checked, List<String> violations) {
    /** It held; an assertion that looked at nothing has not. */
    boolean holds() {
        return checked > 0 && violations.isEmpty();
    }
}
