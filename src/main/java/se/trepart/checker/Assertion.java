package se.trepart.checker;

import java.util.List;

/** What must be true of every run, whatever went wrong in it. */
sealed interface Assertion
        permits LoggedOnce,
                LoggedAtMostOnce,
                OneEffect,
                InOrder,
                AnsweredRight,
                RebuiltTheSame,
                SumsAddUp {

    /** As a sentence. */
    String sentence();

    Finding check(Run run);

    /** All of them, in the order of the table. */
    List<Assertion> ALL =
            List.of(
                    new LoggedOnce(),
                    new LoggedAtMostOnce(),
                    new OneEffect(),
                    new InOrder(),
                    new AnsweredRight(),
                    new RebuiltTheSame(),
                    new SumsAddUp());
}
