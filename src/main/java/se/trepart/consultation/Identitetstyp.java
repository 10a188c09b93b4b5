package se.trepart.consultation;

import java.util.Arrays;

/** The kinds of identity a patient can be known by. */
public enum Identitetstyp {
    PERSONNUMMER("personnummer"),
    SAMORDNINGSNUMMER("samordningsnummer"),
    /** National reservnummer. */
    RESERVNUMMER("reservnummer"),
    LOKALT_RESERVNUMMER("lokalt-reservnummer");

    private final String code;

    Identitetstyp(String code) {
        this.code = code;
    }

    public static Identitetstyp of(String code) {
        return Arrays.stream(values())
                .filter(type -> type.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown identity type"));
    }

    /** The code of contract 3.1. */
    public String code() {
        return code;
    }

    @Override
    public String toString() {
        return code;
    }
}
