package dev.zograf.runtime.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names that a misspelt one was probably meant to be, by edit distance (Levenshtein 1966). */
public final class Nearest {

    private static final int SHOWN = 3;
    private static final int LISTED = 12;

    private Nearest() {}

    /** At most three names, nearest first; none if all are far. */
    public static List<String> to(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int limit = Math.min(Math.max(2, name.length() / 3), name.length() - 1);
        record Candidate(String name, int distance) {}
        return known.stream()
                .filter(k -> Math.abs(k.length() - wanted.length()) <= limit)
                .map(k -> new Candidate(k, distance(wanted, k.toLowerCase(Locale.ROOT))))
                .filter(c -> c.distance() <= limit)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(SHOWN)
                .map(Candidate::name)
                .toList();
    }

    /** A remedy: {@code Did you mean "a" or "b"?}, or a list of what there is, or that there is nothing. */
    public static String remedy(String name, Collection<String> known, String what) {
        List<String> near = to(name, known);
        if (!near.isEmpty()) {
            return "Did you mean " + quoted(near, " or ") + "?";
        }
        if (known.isEmpty()) {
            return "There are no " + what + ".";
        }
        List<String> sorted = known.stream().sorted().toList();
        return "The " + what + " are "
                + quoted(sorted.subList(0, Math.min(LISTED, sorted.size())), ", ")
                + (sorted.size() > LISTED ? " and " + (sorted.size() - LISTED) + " more." : ".");
    }

    private static String quoted(List<String> names, String between) {
        return names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(between));
    }

    /** How many letters to insert, delete or replace. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
