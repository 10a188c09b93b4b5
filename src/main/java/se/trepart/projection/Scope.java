package se.trepart.projection;

import se.trepart.projection.fhir.VersionId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one append touches, gathered on its way. */
final class Scope {
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

    /** What consultations' own events tell: read once, after this append's are in the log. */
    final Map<String, ConsultationFold.Own> own = new HashMap<>();

    /** Persons as folded, by the key of any of their identities: read once, as above. */
    final Map<String, Optional<PersonFold.Known>> persons = new HashMap<>();

    /** Canonical keys of persons whose Patient is as this append leaves it. */
    final Set<String> shown = new TreeSet<>();

    /** Resource versions made. */
    final List<VersionId> versions = new ArrayList<>();

    /** Destinations that are owed something now. */
    final Set<String> wake = new TreeSet<>();
}
