package se.trepart.minimising;

import com.fasterxml.jackson.databind.ObjectMapper;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a refused message as small as it can be while it is refused for the same: pieces are left
 * out level by level (hierarchical delta debugging, Misherghi and Su 2006) until no single one more
 * can be, and what is left is pseudonymised. The mapping set's own decoding is asked each time.
 */
public final class Minimiser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 10;

    private final MappingSet set;
    private final Known known;

    public Minimiser(MappingSet set) {
        this.set = set;
        this.known = new Known(set);
    }

    /**
     * The smallest message with all the faults of this one, or with those of one code.
     *
     * <p>Throws FaultException TRP-551 when the set does not refuse the body (with that code), the
     * body cannot be read at all, or something that may not be told is what the fault is about.
     */
    public Minimised minimise(byte[] body, Optional<FaultCode> only) {
        var specimen = read(body);
        var verdict = Verdict.of(set, known, specimen);
        if (!verdict.refused()) {
            throw impossible(
                    "the mapping set that is recorded for it does not refuse what it says");
        }
        var wanted =
                verdict.prints().stream()
                        .filter(print ->
                                only.map(code -> print.startsWith(code.code())).orElse(true))
                        .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            throw impossible("it is not refused for that");
        }
        var trials = new Trials(other -> same(other, wanted, verdict.prints()));
        var least = least(utf8(specimen, trials), trials);
        var last = Verdict.of(set, known, least);
        return new Minimised(
                CaseFiles.name(least, last.faults()),
                CaseFiles.of(least, last),
                last.faults(),
                specimen.values().size(),
                least.values().size(),
                trials.count());
    }

    private static Specimen read(byte[] body) {
        try {
            return isJson(body) ? new EventSpecimen(JSON.readTree(body)) : Hl7Specimen.of(body);
        } catch (IOException | FaultException unreadable) {
            throw new FaultException(
                    List.of(new Fault(FaultCode.TRP_551, "", "it cannot be read at all")),
                    unreadable);
        }
    }

    private static boolean isJson(byte[] body) {
        var at = 0;
        while (at < body.length && Character.isWhitespace(body[at])) {
            at++;
        }
        return at < body.length && (body[at] == '{' || body[at] == '[' || body[at] == '"');
    }

    private static FaultException impossible(String why) {
        return new FaultException(FaultCode.TRP_551, "", why);
    }

    private boolean same(Specimen other, Set<String> wanted, Set<String> allowed) {
        var prints = Verdict.of(set, known, other).prints();
        return prints.containsAll(wanted) && allowed.containsAll(prints);
    }

    private static Specimen utf8(Specimen specimen, Trials trials) {
        if (specimen instanceof Hl7Specimen message && trials.test(message.inUtf8())) {
            return message.inUtf8();
        }
        return specimen;
    }

    /** In turn smaller and with less in it, until it stays as it is. */
    private Specimen least(Specimen specimen, Trials trials) {
        var pseudonyms = new Pseudonyms(new Places(known), trials);
        var now = specimen;
        for (var round = 0; round < ROUNDS; round++) {
            var next = pseudonyms.replace(smaller(now, trials));
            if (next.tree().equals(now.tree())) {
                return now;
            }
            now = next;
        }
        throw impossible("it does not come to rest");
    }

    private static Specimen smaller(Specimen specimen, Trials trials) {
        var now = specimen;
        while (true) {
            var before = now;
            for (var level = 0; level < now.levels().size(); level++) {
                now = smaller(now, now.levels().get(level), trials);
            }
            if (now.tree().equals(before.tree())) {
                return now;
            }
        }
    }

    private static <T> List<T> rest(List<T> all, List<T> some) {
        var rest = new ArrayList<>(all);
        rest.removeAll(new HashSet<>(some));
        return rest;
    }

    private static Specimen smaller(
            Specimen now, List<com.fasterxml.jackson.core.JsonPointer> pieces, Trials trials) {
        if (pieces.isEmpty()) {
            return now;
        }
        var kept =
                DeltaDebugging.minimum(
                        pieces, some -> trials.test(now.without(rest(pieces, some))));
        return now.without(rest(pieces, kept));
    }
}
