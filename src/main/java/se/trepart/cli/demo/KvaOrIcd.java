package se.trepart.cli.demo;

import java.util.List;

/** Tells the codes of a line apart: ICD-10-SE has a digit in its second place, KVÅ a letter. */
final class KvaOrIcd {
    private KvaOrIcd() {}

    static List<String> diagnoses(List<String> words) {
        return words.stream().filter(KvaOrIcd::isDiagnosis).toList();
    }

    static List<String> procedures(List<String> words) {
        return words.stream().filter(word -> !isDiagnosis(word)).toList();
    }

    private static boolean isDiagnosis(String word) {
        return Character.isDigit(word.charAt(1));
    }
}
