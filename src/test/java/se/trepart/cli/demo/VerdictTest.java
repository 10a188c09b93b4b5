package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class VerdictTest {
    private static final String PASIS_HEADER =
            "consultation;kontaktnummer;personnummer;enhet;lakare;start;slut;kontakttyp;anledning;"
                    + "yrkeskategori;diagnoser;kvakoder;status;makulerad\n";
    private static final String PRIMARY_CARE_HEADER =
            "consultation;besok;personnummer;vardcentral;start;slut;kvakoder;status\n";
    private static final String KD =
            "K-1;1;199101012384;SE1-CLINIC;SE1-EK;2026-11-16T08:08:00+01:00;2026-11-16T07:17:00Z;"
                    + "KD;SJ;10;S836;AV034;K;nej\n";
    private static final String BESOK = "K-1;B-1;199101012384;SE1-VC;;;XS004;\n";
    private static final Expectation HELD =
            new Expectation(
                    "K-1",
                    "199101012384",
                    "B-1",
                    "SE1-VC",
                    true,
                    "KD/SJ/10",
                    "SE1-CLINIC",
                    "2026-11-16T08:08",
                    "2026-11-16T08:17",
                    "S836",
                    "AV034",
                    "K",
                    0,
                    "R3");
    private static final Expectation NOT_HELD =
            new Expectation(
                    "K-1",
                    "199101012384",
                    "B-1",
                    "SE1-VC",
                    false,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    0,
                    "R2");

    @Test
    void findsNothingWhenBothHoldWhatWasExpected() {
        assertThat(texts(HELD, KD, BESOK)).isEmpty();
        assertThat(texts(NOT_HELD, "", "")).isEmpty();
    }

    @Test
    void missesARegistrationAndAnXs004() {
        assertThat(texts(HELD, "", ""))
                .containsExactly(
                        "K-1: primary care must hold XS004 on visit B-1, and does not",
                        "K-1: PASiS must hold 1 open registrations, and holds 0");
    }

    @Test
    void objectsToARegistrationAndAnXs004ThatShouldNotBeThere() {
        assertThat(texts(NOT_HELD, KD, BESOK))
                .containsExactly(
                        "K-1: primary care must not hold XS004 on visit B-1, and does hold it",
                        "K-1: PASiS must hold 0 open registrations, and holds 1");
    }

    @Test
    void objectsToASecondOpenRegistration() {
        assertThat(texts(HELD, KD + KD.replace(";1;", ";2;"), BESOK))
                .containsExactly("K-1: PASiS must hold 1 open registrations, and holds 2");
    }

    @Test
    void countsCancelledRegistrations() {
        assertThat(texts(HELD, KD + KD.replace(";nej", ";ja"), BESOK))
                .containsExactly("K-1: PASiS must hold 0 cancelled registrations, and holds 1");
    }

    @Test
    void comparesEveryColumnOfARegistration() {
        assertThat(texts(HELD, KD.replace("KD;SJ;10", "KD;SJ;20"), BESOK))
                .containsExactly("K-1: kontakt must be “KD/SJ/10”, and is “KD/SJ/20”");
        assertThat(texts(HELD, KD.replace("CLINIC", "OTHER"), BESOK)).hasSize(1);
        assertThat(texts(HELD, KD.replace("08:08:00", "08:09:00"), BESOK)).hasSize(1);
        assertThat(texts(HELD, KD.replace("16T07:17", "17T07:17"), BESOK)).hasSize(1);
        assertThat(texts(HELD, KD.replace("S836", "S836 M545"), BESOK)).hasSize(1);
        assertThat(texts(HELD, KD.replace("AV034", ""), BESOK)).hasSize(1);
        assertThat(texts(HELD, KD.replace(";K;", ";P;"), BESOK)).hasSize(1);
        assertThat(texts(HELD, KD.replace("SE1-EK", ""), BESOK)).hasSize(1);
        assertThat(texts(HELD, KD.replace("K-1;1;", "K-1;;"), BESOK)).hasSize(1);
    }

    @Test
    void objectsToAnotherPatientWithoutTellingWho() {
        assertThat(texts(HELD, KD.replace("2384", "2392"), BESOK.replace("2384", "2392")))
                .hasSize(2)
                .noneMatch(text -> text.contains("1991"));
    }

    @Test
    void objectsToXs004OnTheRightNumberAtTheWrongVardcentral() {
        assertThat(texts(HELD, KD, BESOK.replace("SE1-VC", "SE1-VD")))
                .containsExactly(
                        "K-1: primary care must hold XS004 on visit B-1, and does not",
                        "visit B-1: primary care holds XS004 that nobody expected",
                        "K-1: primary care names it on visit B-1, which is not its own");
    }

    @Test
    void objectsToAVisitThatNamesAnotherVisitsConsultationOrNone() {
        // given
        Expectation other =
                new Expectation(
                        "K-2",
                        "199101012392",
                        "B-2",
                        "SE1-VC",
                        false,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        0,
                        "R2");
        // when / then
        assertThat(texts(List.of(HELD, other), KD, BESOK.replace("K-1;", "K-1 K-2;")))
                .containsExactly("K-2: primary care names it on visit B-1, which is not its own");
        assertThat(texts(HELD, KD, BESOK.replace("K-1;", ";")))
                .containsExactly("K-1: visit B-1 names none of its consultations");
    }

    @Test
    void objectsToWhatNobodyExpected() {
        assertThat(texts(HELD, KD + KD.replace("K-1;", "K-2;"), BESOK))
                .containsExactly("K-2: PASiS holds a registration that nobody expected");
    }

    private static List<String> texts(Expectation expected, String pasis, String primaryCare) {
        return texts(List.of(expected), pasis, primaryCare);
    }

    private static List<String> texts(
            List<Expectation> expected, String pasis, String primaryCare) {
        Holdings holdings = Holdings.read(PASIS_HEADER + pasis, PRIMARY_CARE_HEADER + primaryCare);
        return new Verdict(expected, holdings)
                .findings().stream().map(Verdict.Finding::toString).toList();
    }
}
