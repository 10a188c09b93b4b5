package se.trepart.minimising;

import se.trepart.fault.Fault;

import java.util.List;
import java.util.Map;

/**
 * The smallest message that is refused for the same, as a case.
 *
 * @param name of the case's folder: a sentence, for a person to better
 * @param files of the case, by name
 * @param before how many values the message had
 * @param after how many it has
 * @param trials how many messages were decoded to find it
 */
public record Minimised(
        String name,
        Map<String, String> files,
        List<Fault> faults,
        int before,
        int after,
        int trials) {}
