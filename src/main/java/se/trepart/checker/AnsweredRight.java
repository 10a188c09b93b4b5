package se.trepart.checker;

import java.util.ArrayList;

/** Every answer that reached a sender names the message that it was for. */
record AnsweredRight() implements Assertion {
    @Override
    public String sentence() {
        return "every MSA-2 names the message that was answered";
    }

    @Override
    public Finding check(Run run) {
        var violations = new ArrayList<String>();
        var checked = 0;
        for (var sent : run.sent()) {
            if (names(sent)) {
                checked++;
                if (!sent.answeredId().equals(sent.id())) {
                    violations.add(sent.message() + ": answered as " + sent.answeredId());
                }
            }
        }
        return new Finding(sentence(), checked, violations);
    }

    /** HL7 v2 always does, HTTP when it took the event. */
    private static boolean names(Sent sent) {
        return switch (sent.feed()) {
            case "mllp" -> !sent.answer().equals("none");
            case "http" -> sent.taken();
            default -> false;
        };
    }
}
