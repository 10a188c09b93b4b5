package se.trepart.consultation;

import java.util.Arrays;

/** How a person's data are protected by Skatteverket, from none to strictest. */
public enum Protection {
    NONE("none"),
    SEKRETESSMARKERING("sekretessmarkering"),
    SKYDDAD_FOLKBOKFORING("skyddad-folkbokforing");

    private final String code;

    Protection(String code) {
        this.code = code;
    }

    public static Protection of(String code) {
        return Arrays.stream(values())
                .filter(protection -> protection.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown protection"));
    }

    public String code() {
        return code;
    }

    /** Whether address, phone, meeting link and places are masked in everything that leaves. */
    public boolean masked() {
        return this != NONE;
    }

    @Override
    public String toString() {
        return code;
    }
}
