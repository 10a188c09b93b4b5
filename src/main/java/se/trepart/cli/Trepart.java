package se.trepart.cli;

/** Starts the program: one jar, one main class, one command per use. */
public final class Trepart {
    private Trepart() {}

    public static void main(String[] arguments) {
        int status = TrepartCommand.run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }
}
