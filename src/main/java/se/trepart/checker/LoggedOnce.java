package se.trepart.checker;

import java.util.ArrayList;
import java.util.LinkedHashSet;

/** Who was told AA, 200 or 201 finds the message in the log, as it was sent, exactly once. */
record LoggedOnce() implements Assertion {
    @Override
    public String sentence() {
        return "every AA'd or 201'd message is logged exactly once";
    }

    @Override
    public Finding check(Run run) {
        var kept = new KeptMessages(run.messages());
        var taken = new LinkedHashSet<Sent.Message>();
        run.sent().stream().filter(Sent::taken).map(Sent::message).forEach(taken::add);
        var violations = new ArrayList<String>();
        for (var message : taken) {
            var times = kept.times(message);
            if (times != 1) {
                violations.add(message + ": logged " + times + " times");
            }
        }
        return new Finding(sentence(), taken.size(), violations);
    }
}
