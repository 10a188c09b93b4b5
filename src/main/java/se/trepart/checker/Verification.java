package se.trepart.checker;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** A run held against every assertion. */
public final class Verification {
    private static final int WIDTH = 72;

    private final List<Finding> findings;

    private Verification(List<Finding> findings) {
        this.findings = findings;
    }

    /**
     * Reads a run's files and checks them.
     *
     * @throws IOException if a file is missing or cannot be read
     */
    public static Verification of(Path folder) throws IOException {
        var run = new RunFolder(folder).read();
        return new Verification(
                Assertion.ALL.stream().map(assertion -> assertion.check(run)).toList());
    }

    /**
     * Every assertion held and had something to look at. Only the one about messages that were not
     * taken may have had nothing: a peaceful run has none.
     */
    public boolean holds() {
        return findings.stream().allMatch(Verification::holds);
    }

    List<Finding> findings() {
        return findings;
    }

    private static boolean holds(Finding finding) {
        var peaceful = finding.assertion().equals(new LoggedAtMostOnce().sentence());
        return finding.holds() || (peaceful && finding.violations().isEmpty());
    }

    /** The table, then every violation by its ids. */
    public void print(PrintWriter out) {
        out.printf("%-" + WIDTH + "s %9s %10s%n", "assertion", "checked", "violations");
        for (var finding : findings) {
            out.printf(
                    "%-" + WIDTH + "s %9d %10d%n",
                    finding.assertion(),
                    finding.checked(),
                    finding.violations().size());
        }
        for (var finding : findings) {
            if (!holds(finding) && finding.violations().isEmpty()) {
                out.println("nothing to check: " + finding.assertion());
            }
            finding.violations()
                    .forEach(violation ->
                            out.println("violated: " + finding.assertion() + ": " + violation));
        }
        out.println(holds() ? "The run holds." : "The run does not hold.");
        out.flush();
    }
}
