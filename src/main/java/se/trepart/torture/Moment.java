package se.trepart.torture;

/** Is told of each labelled moment in the hub's work; may end the process there and then. */
interface Moment {
    void at(String label);
}
