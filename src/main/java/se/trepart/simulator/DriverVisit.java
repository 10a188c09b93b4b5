package se.trepart.simulator;

import java.time.LocalDateTime;

/**
 * A mottagningsbesök as its vårdcentral knows it.
 *
 * @param besok the visit's number (PV1-19)
 * @param vardcentral HSA-id (PV1-3)
 * @param physician who receives the patient (PV1-7)
 * @param start when it began or was to begin, Stockholm time (PV1-44)
 */
public record DriverVisit(
        String besok,
        String vardcentral,
        DriverPatient patient,
        DriverActor physician,
        LocalDateTime start) {

    /**
     * The patient of a visit.
     *
     * @param identitet twelve characters, personnummer or samordningsnummer
     * @param skyddad whether PD1-12 says that the person is protected
     */
    public record DriverPatient(String identitet, String family, String given, boolean skyddad) {}
}
