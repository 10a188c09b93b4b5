package se.trepart.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what a person expected with what the record systems hold, in both directions: nothing
 * may be missing, and nothing may be there that nobody expected.
 */
final class Verdict {
    private static final String XS004 = "XS004";

    private final List<Expectation> expectations;
    private final Holdings holdings;

    Verdict(List<Expectation> expectations, Holdings holdings) {
        this.expectations = expectations;
        this.holdings = holdings;
    }

    /** Something that is not as it must be, with the consultation or the visit that it is about. */
    record Finding(String about, String text) {
        @Override
        public String toString() {
            return about + ": " + text;
        }
    }

    /** Every difference; empty when the record systems hold exactly what was expected. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        expectations.forEach(expected -> findings.addAll(findings(expected)));
        findings.addAll(unexpected());
        return findings;
    }

    /** The differences of one consultation. */
    List<Finding> findings(Expectation expected) {
        Stream<String> texts =
                Stream.concat(primaryCare(expected).stream(), pasis(expected).stream());
        return texts.map(text -> new Finding(expected.konsultation(), text)).toList();
    }

    /** The visit of a consultation as primary care holds it. */
    Optional<Holdings.Besok> besok(Expectation expected) {
        return holdings.primaryCare().stream()
                .filter(visit -> visit.is(expected.vardcentral(), expected.besok()))
                .findFirst();
    }

    /** The registrations of a consultation in PASiS, open or cancelled. */
    List<Holdings.Kontakt> kontakter(String konsultation) {
        return holdings.pasis().stream()
                .filter(kontakt -> kontakt.konsultation().equals(konsultation))
                .toList();
    }

    private List<String> primaryCare(Expectation expected) {
        List<String> texts = new ArrayList<>();
        Optional<Holdings.Besok> visit = besok(expected);
        boolean held = visit.map(found -> found.has(XS004)).orElse(false);
        if (held != expected.xs004()) {
            texts.add(
                    "primary care must %s XS004 on visit %s, and does %s"
                            .formatted(
                                    expected.xs004() ? "hold" : "not hold",
                                    expected.besok(),
                                    held ? "hold it" : "not"));
        }
        if (held) {
            Holdings.Besok found = visit.orElseThrow();
            differs(
                    texts,
                    "primary care's personnummer",
                    expected.personnummer(),
                    found.personnummer(),
                    true);
            if (found.konsultationer().stream().noneMatch(id -> belongs(id, found))) {
                texts.add("visit %s names none of its consultations".formatted(expected.besok()));
            }
        }
        return texts;
    }

    /** Whether somebody expects this consultation in this visit. */
    private boolean belongs(String konsultation, Holdings.Besok visit) {
        return expectations.stream()
                .anyMatch(expected ->
                        expected.konsultation().equals(konsultation)
                                && visit.is(expected.vardcentral(), expected.besok()));
    }

    private List<String> pasis(Expectation expected) {
        List<String> texts = new ArrayList<>();
        List<Holdings.Kontakt> all = kontakter(expected.konsultation());
        List<Holdings.Kontakt> open = all.stream().filter(kontakt -> !kontakt.makulerad()).toList();
        int cancelled = all.size() - open.size();
        if (cancelled != expected.makulerade()) {
            texts.add(
                    "PASiS must hold %d cancelled registrations, and holds %d"
                            .formatted(expected.makulerade(), cancelled));
        }
        int wanted = expected.registered() ? 1 : 0;
        if (open.size() != wanted) {
            texts.add(
                    "PASiS must hold %d open registrations, and holds %d"
                            .formatted(wanted, open.size()));
        } else if (wanted == 1) {
            compare(texts, expected, open.getFirst());
        }
        return texts;
    }

    private static void compare(
            List<String> texts, Expectation expected, Holdings.Kontakt kontakt) {
        differs(
                texts,
                "PASiS's personnummer",
                expected.personnummer(),
                kontakt.personnummer(),
                true);
        differs(texts, "kontakt", expected.kontakt(), kontakt.kontakt(), false);
        differs(
                texts,
                "clinic",
                expected.enhet().toUpperCase(Locale.ROOT),
                kontakt.enhet().toUpperCase(Locale.ROOT),
                false);
        differs(texts, "start", expected.start(), kontakt.start(), false);
        differs(texts, "slut", expected.slut(), kontakt.slut(), false);
        differs(texts, "diagnoser", expected.diagnoser(), kontakt.diagnoser(), false);
        differs(texts, "kvakoder", expected.kvakoder(), kontakt.kvakoder(), false);
        differs(texts, "status", expected.status(), kontakt.status(), false);
        if (kontakt.lakare().isEmpty()) {
            texts.add("PASiS holds no läkare");
        }
        if (kontakt.kontaktnummer().isEmpty()) {
            texts.add("PASiS gave no kontaktnummer");
        }
    }

    private static void differs(
            List<String> texts, String what, String expected, String held, boolean secret) {
        if (!Objects.equals(expected, held)) {
            texts.add(
                    secret
                            ? what + " is another one"
                            : "%s must be “%s”, and is “%s”".formatted(what, expected, held));
        }
    }

    /** What the record systems hold and nobody expected. */
    private List<Finding> unexpected() {
        Set<String> known =
                expectations.stream().map(Expectation::konsultation).collect(Collectors.toSet());
        Stream<Finding> registrations =
                holdings.pasis().stream()
                        .filter(kontakt -> !known.contains(kontakt.konsultation()))
                        .map(kontakt ->
                                new Finding(
                                        kontakt.konsultation(),
                                        "PASiS holds a registration that nobody expected"));
        Stream<Finding> visits =
                holdings.primaryCare().stream()
                        .filter(visit -> visit.has(XS004))
                        .filter(visit ->
                                expectations.stream()
                                        .noneMatch(expected ->
                                                visit.is(expected.vardcentral(), expected.besok())))
                        .map(visit ->
                                new Finding(
                                        "visit " + visit.besok(),
                                        "primary care holds XS004 that nobody expected"));
        Stream<Finding> strangers =
                holdings.primaryCare().stream()
                        .flatMap(visit ->
                                visit.konsultationer().stream()
                                        .filter(id -> known.contains(id))
                                        .filter(id -> !belongs(id, visit))
                                        .map(id ->
                                                new Finding(
                                                        id,
                                                        "primary care names it on visit "
                                                                + visit.besok()
                                                                + ", which is not its own")));
        return Stream.of(registrations, visits, strangers).flatMap(all -> all).toList();
    }
}
