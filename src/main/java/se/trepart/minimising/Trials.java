package se.trepart.minimising;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;

/** Asks about each message once, and not for ever. */
final class Trials implements Predicate<Specimen> {
    private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

    private final Predicate<Specimen> same;
    private final Map<String, Boolean> known = new HashMap<>();
    private final long start = System.nanoTime();

    Trials(Predicate<Specimen> same) {
        this.same = same;
    }

    /** Throws FaultException TRP-551 when it has taken too long. */
    @Override
    public boolean test(Specimen specimen) {
        var key = hash(specimen.tree().toString());
        var answer = known.get(key);
        if (answer == null) {
            if (System.nanoTime() - start > PATIENCE) {
                throw new FaultException(FaultCode.TRP_551, "", "it takes longer than 20 s");
            }
            answer = same.test(specimen);
            known.put(key, answer);
        }
        return answer;
    }

    int count() {
        return known.size();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
