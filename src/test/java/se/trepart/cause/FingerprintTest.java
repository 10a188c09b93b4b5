package se.trepart.cause;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import se.trepart.cause.Fingerprint.Kind;

class FingerprintTest {
    private static Fingerprint of(String where, String detail) {
        return Fingerprint.of(Kind.REFUSED, "mllp", "TRP-207", where, detail);
    }

    @Test
    void whatDiffersFromMessageToMessageIsNoPartOfIt() {
        assertThat(of("DG1[3]-3.1", "").id()).isEqualTo(of("DG1[1]-3.1", "").id());
        assertThat(of("/data/diagnoses/7/code", "")).isEqualTo(of("/data/diagnoses/0/code", ""));
        assertThat(of("", "reference 12345")).isEqualTo(of("", "reference 99999"));
    }

    @Test
    void everyPartThatTellsWhatToMendIs() {
        var one = of("DG1-3.1", "must be a code");
        assertThat(of("DG1-3.2", "must be a code").id()).isNotEqualTo(one.id());
        assertThat(of("DG1-3.1", "must be there").id()).isNotEqualTo(one.id());
        assertThat(
                        Fingerprint.of(
                                        Kind.REFUSED,
                                        "files-north",
                                        "TRP-207",
                                        "DG1-3.1",
                                        "must be a code")
                                .id())
                .isNotEqualTo(one.id());
        assertThat(one.id()).matches("[0-9a-f]{12}");
    }
}
