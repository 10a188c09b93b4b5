package se.trepart.checker;

import java.util.ArrayList;
import java.util.LinkedHashSet;

/** Who was never told that it was taken may find the message in the log, but never twice. */
record LoggedAtMostOnce() implements Assertion {
    @Override
    public String sentence() {
        return "every AE'd, AR'd or unanswered message is logged once or not at all";
    }

    @Override
    public Finding check(Run run) {
        var kept = new KeptMessages(run.messages());
        var others = new LinkedHashSet<Sent.Message>();
        run.sent().forEach(sent -> others.add(sent.message()));
        run.sent().stream().filter(Sent::taken).map(Sent::message).forEach(others::remove);
        var violations = new ArrayList<String>();
        for (var message : others) {
            var times = kept.times(message);
            if (times > 1) {
                violations.add(message + ": logged " + times + " times");
            }
        }
        return new Finding(sentence(), others.size(), violations);
    }
}
