package se.trepart.facade;

import se.trepart.facade.Content.Entry;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes the entries of Bundles out of versions. */
final class Bundles {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx")
                    .withZone(ZoneId.of("Europe/Stockholm"));
    private static final String CUT =
            "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"warning\",\"code\":\"too-costly\",\"diagnostics\":\"More"
                + " than "
                    + Includes.LIMIT
                    + " resources would be included; some are left out. Ask for smaller"
                    + " pages.\"}]}";

    private Bundles() {}

    /** Matches first, then what was included. */
    static List<Entry> found(String base, List<Row> matches, List<Version> included) {
        var entries = new ArrayList<Entry>();
        matches.forEach(match -> entries.add(entry(base, match.version(), "match")));
        included.stream()
                .limit(Includes.LIMIT)
                .forEach(version -> entries.add(entry(base, version, "include")));
        if (included.size() > Includes.LIMIT) {
            entries.add(new Entry(base + "/OperationOutcome/cut", CUT, mode("outcome")));
        }
        return entries;
    }

    private static Entry entry(String base, Version version, String mode) {
        return new Entry(
                base + "/" + version.reference(),
                Objects.requireNonNull(version.json()),
                mode(mode));
    }

    private static String mode(String mode) {
        return "\"search\":{\"mode\":\"" + mode + "\"}";
    }

    /** A version as a history tells it: what request would have made it. */
    static Entry told(String base, Version version) {
        var method = version.json() == null ? "DELETE" : "PUT";
        var status = version.json() == null ? "204" : version.version() == 1 ? "201" : "200";
        return new Entry(
                base + "/" + version.reference(),
                version.json(),
                "\"request\":{\"method\":\""
                        + method
                        + "\",\"url\":\""
                        + version.reference()
                        + "\"},\"response\":{\"status\":\""
                        + status
                        + "\",\"etag\":"
                        + Encoding.quoted(version.etag())
                        + ",\"lastModified\":\""
                        + TIME.format(version.lastUpdated())
                        + "\"}");
    }
}
