package se.trepart.fault;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The catalogue as a page for the person who must act: one table for each stage. */
final class FaultsPage {
    private static final Map<Character, String> STAGES =
            new TreeMap<>(
                    Map.of(
                            '1', "Mottagning",
                            '2', "Mappning och regler",
                            '3', "Profiler",
                            '4', "Leverans",
                            '5', "Omspelning och API",
                            '6', "Våra egna fel"));

    private static final Map<Category, String> CATEGORIES =
            Map.of(
                    Category.UNAVAILABLE, "inte tillgängligt",
                    Category.BUSY, "upptaget",
                    Category.INTERRUPTED, "avbrutet",
                    Category.INCORRECT, "felaktigt innehåll",
                    Category.MALFORMED, "oläsbart",
                    Category.FORBIDDEN, "inte tillåtet",
                    Category.UNSUPPORTED, "stöds inte",
                    Category.NOT_FOUND, "finns inte",
                    Category.CONFLICT, "motsägelse",
                    Category.FAULT, "fel hos oss");

    private FaultsPage() {}

    static String html() {
        return """
        <!DOCTYPE html>
        <html lang="sv">
        <head>
        <meta charset="UTF-8">
        <title>Trepart: felkoder</title>
        <style>
        body { font: 16px/1.4 sans-serif; margin: 2rem; max-width: 80rem }
        table { border-collapse: collapse }
        th, td { border-bottom: 1px solid #ccc; padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top }
        td:first-child { white-space: nowrap }
        </style>
        </head>
        <body>
        <h1>Felkoder</h1>
        <p>Svaret till avsändaren följer av kategorin: AE och 503 betyder att samma meddelande kan skickas igen, AR att det måste rättas först.</p>
        %s</body>
        </html>
        """
                .formatted(
                        STAGES.entrySet().stream()
                                .map(stage -> section(stage.getKey(), stage.getValue()))
                                .collect(Collectors.joining()));
    }

    private static String section(char stage, String title) {
        var rows =
                Arrays.stream(FaultCode.values())
                        .filter(code -> code.code().charAt(4) == stage)
                        .map(FaultsPage::row)
                        .collect(Collectors.joining());
        return rows.isEmpty()
                ? ""
                : "<h2>%dxx %s</h2>\n".formatted(stage - '0', title)
                        + "<table>\n"
                        + "<tr><th>Kod</th><th>Kategori</th><th>Vad är fel</th>"
                        + "<th>Vad ska göras</th><th lang=\"en\">For the engineer</th>"
                        + "<th>MSA-1</th><th>ERR-3</th><th>HTTP</th></tr>\n"
                        + rows
                        + "</table>\n";
    }

    private static String row(FaultCode code) {
        return ("<tr id=\"%s\"><td>%1$s</td><td>%s</td><td>%s</td><td>%s</td><td"
                        + " lang=\"en\">%s</td><td>%s</td><td>%s</td><td>%d</td></tr>\n")
                .formatted(
                        code.code(),
                        CATEGORIES.get(code.category()),
                        escaped(code.wrong()),
                        escaped(code.remedy()),
                        escaped(code.english()),
                        code.category().ackCode(),
                        code.hl7Code(),
                        code.httpStatus());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
