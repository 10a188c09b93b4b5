package se.trepart.simulator;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Local time as FHIR writes it. */
final class DriverTime {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    private DriverTime() {}

    static String fhir(LocalDateTime time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx")
                .format(time.atZone(STOCKHOLM));
    }
}
