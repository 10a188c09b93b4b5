package se.trepart.consultation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The consultation registration that PASiS must hold (R3, contract 6): kontakttyp KD, anledning SJ
 * and yrkeskategori 10 are the code table's. Two equal records need no message.
 *
 * @param specialists everybody who joined, in the order of their first join
 * @param end absent while someone is present
 * @param diagnoses main first
 * @param visitId the vårdcentral's number for the mottagningsbesök
 */
public record PasisRegistration(
        ConsultationId consultation,
        Optional<Personidentitet> patient,
        Protection protection,
        Optional<HsaId> clinic,
        List<EventData.Actor> specialists,
        Optional<EventData.PersonName> patientName,
        OffsetDateTime start,
        Optional<OffsetDateTime> end,
        List<DiagnosKod> diagnoses,
        List<KvaKod> procedures,
        Optional<String> visitId,
        Optional<HsaId> vardcentral) {

    static PasisRegistration of(Consultation consultation) {
        var medical = consultation.medical();
        return new PasisRegistration(
                consultation.id(),
                consultation.patient().map(Person::identifier),
                consultation.patient().map(Person::protection).orElse(Protection.NONE),
                consultation.clinic(),
                consultation.call().specialists(),
                consultation.patient().flatMap(Person::name),
                consultation.call().start().orElseThrow(),
                consultation.call().end(),
                medical.map(PasisRegistration::diagnoses).orElse(List.of()),
                medical.map(EventData.MedicalRegistrationRecorded::procedures).orElse(List.of()),
                consultation.visit().named().flatMap(EventData.Visit::id),
                consultation.visit().named().map(EventData.Visit::unit));
    }

    private static List<DiagnosKod> diagnoses(EventData.MedicalRegistrationRecorded medical) {
        return medical.diagnoses().stream()
                .sorted(Comparator.comparing(EventData.Diagnosis::main).reversed())
                .map(EventData.Diagnosis::code)
                .distinct()
                .toList();
    }

    /**
     * Says whether two registrations hold the same of the consultation, without saying what: 64
     * hexadecimal digits. The patient is not in it.
     */
    public String fingerprint() {
        var text =
                String.join(
                        "|",
                        consultation.value(),
                        clinic.map(HsaId::value).orElse(""),
                        joined(specialists, specialist -> specialist.hsaId().value()),
                        start.toInstant().toString(),
                        end.map(time -> time.toInstant().toString()).orElse(""),
                        joined(diagnoses, DiagnosKod::value),
                        joined(procedures, KvaKod::value),
                        visitId.orElse(""),
                        vardcentral.map(HsaId::value).orElse(""));
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static <T> String joined(List<T> all, Function<T, String> code) {
        return all.stream().map(code).collect(Collectors.joining(" "));
    }

    /** Preliminär while the diagnosis is missing, else komplett (ZKD-8). */
    public String status() {
        return diagnoses.isEmpty() ? "P" : "K";
    }

    /**
     * What must be known before the registration can be sent; the names of what is missing, none
     * when it is complete.
     */
    public List<String> missing() {
        return List.of(
                        patient.isEmpty() ? "patient" : "",
                        clinic.isEmpty() ? "unit" : "",
                        visitId.isEmpty() ? "visit id" : "")
                .stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
