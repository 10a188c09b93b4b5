package se.trepart.mapping;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * A national code list that the region loads itself: {@code codes/kva} or {@code codes/icd-10-se},
 * as {@code .csv}, {@code .tsv} or {@code .txt}. Tab-, semicolon- or comma-separated, the code in
 * the first column; a first line of headings, empty lines and lines that begin with {@code #} are
 * passed by; dots in codes are taken off. A code may stand on several lines: editions list it once
 * for each of its texts.
 */
final class CodeList {
    private static final Map<String, Pattern> FORMS =
            Map.of(
                    "kva", Pattern.compile("[A-Z]{2}\\d{3}|[A-Z]{3}\\d{2}|[A-Z0-9]{7}"),
                    "icd-10-se", Pattern.compile("[A-Z]\\d{2}[0-9A-Z]{0,2}"));
    private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".txt");
    private static final Pattern SEPARATOR = Pattern.compile("[\t;,]");

    private final String file;
    private final Pattern form;
    private final List<Fault> faults;

    private CodeList(String file, Pattern form, List<Fault> faults) {
        this.file = file;
        this.form = form;
        this.faults = faults;
    }

    /** The codes; empty when no list is loaded. Every line that holds no code is a fault. */
    static Optional<Set<String>> read(
            SortedMap<String, byte[]> shelf, String name, List<Fault> faults) {
        var form = FORMS.getOrDefault(name, Pattern.compile("\\S+"));
        var files =
                ENDINGS.stream().map(ending -> name + ending).filter(shelf::containsKey).toList();
        if (files.size() > 1) {
            faults.add(
                    new Fault(
                            FaultCode.TRP_220,
                            "codes/" + files.getFirst(),
                            "which list is in force? there is " + files.getLast() + " too"));
        }
        return files.stream()
                .findFirst()
                .map(file ->
                        new CodeList(file, form, faults)
                                .codes(Objects.requireNonNull(shelf.get(file))));
    }

    private Set<String> codes(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        var lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
        var codes = new HashSet<String>();
        var wrong = new ArrayList<Integer>();
        for (var number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1);
            if (!line.isBlank() && !line.startsWith("#")) {
                var code = code(line);
                if (form.matcher(code).matches()) {
                    codes.add(code);
                } else if (!(codes.isEmpty() && wrong.isEmpty() && heading(code))) {
                    wrong.add(number);
                }
            }
        }
        wrong.forEach(number -> problem(":" + number, "no code in the first column"));
        if (codes.isEmpty()) {
            problem("", "no codes");
        }
        return Set.copyOf(codes);
    }

    private static String code(String line) {
        return SEPARATOR
                .split(line, 2)[0]
                .replace("\"", "")
                .strip()
                .replace(".", "")
                .toUpperCase(Locale.ROOT);
    }

    private static boolean heading(String cell) {
        return !cell.isEmpty() && cell.chars().noneMatch(Character::isDigit);
    }

    private void problem(String line, String detail) {
        faults.add(new Fault(FaultCode.TRP_220, "codes/" + file + line, detail));
    }
}
