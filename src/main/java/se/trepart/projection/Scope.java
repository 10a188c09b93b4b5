package se.trepart.projection;

import se.trepart.projection.fhir.ViewChange;

import java.util.Set;
import java.util.TreeSet;

/** What one append touches, gathered on its way. */
final class Scope {
    final Remembered remembered;
    final ViewChange view;

    /** Consultations to fold again. */
    final Set<String> consultations = new TreeSet<>();

    /** Visits, told without a consultation, to look at again. */
    final Set<String> visits = new TreeSet<>();

    /** Positions of events that name no consultation, looked at again. */
    final Set<Long> strays = new TreeSet<>();

    /** Keys of told patients who have a consultation. */
    final Set<String> concernedPersons = new TreeSet<>();

    /** Keys of patients whose messages may have become concerned, or not. */
    final Set<String> reconsidered = new TreeSet<>();

    /** Keys of patients whom an event told that is superseded now. */
    final Set<String> retold = new TreeSet<>();

    /** Visits that an event told that is superseded now. */
    final Set<String> retoldVisits = new TreeSet<>();

    /** Canonical keys of persons whose Patient is as this append leaves it. */
    final Set<String> shown = new TreeSet<>();

    /** Whom the events name, and where consultations' people acted. */
    final ToldPeople people = new ToldPeople();

    /** Destinations that are owed something now. */
    final Set<String> wake = new TreeSet<>();

    Scope(Remembered remembered, ViewChange view) {
        this.remembered = remembered;
        this.view = view;
    }
}
