package se.trepart.consultation;

/**
 * Where what was told does not fit together. Listed for people; it never holds back a delivery
 * (contract 4).
 *
 * @param code stable, for machines
 * @param text in plain Swedish, without personal data
 */
public record Contradiction(String code, String text) {
    static Contradiction differing(String what, String swedish) {
        return new Contradiction(what + "-differs", "Källorna anger olika " + swedish + ".");
    }
}
