package se.trepart.consultation;

import java.util.List;

/** The kinds of identity a patient can be known by. */
public enum Identitetstyp {
    PERSONNUMMER("personnummer"),
    SAMORDNINGSNUMMER("samordningsnummer"),
    /** National reservnummer. */
    RESERVNUMMER("reservnummer"),
    LOKALT_RESERVNUMMER("lokalt-reservnummer");

    private static final List<Identitetstyp> ALL = List.of(values());

    private final String code;

    Identitetstyp(String code) {
        this.code = code;
    }

    public static Identitetstyp of(String code) {
        for (var type : ALL) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown identity type");
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
