package dev.zograf.nodes.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts and a number for each, among which those that stand at a place of a longer text are found. Immutable. */
final class PieceTable {

    /**
     * A text that was found.
     *
     * @param length of the text, in UTF-16
     * @param number what it has in the table
     */
    record Match(int length, int number) {}

    /** In order of their UTF-16 units, so that those with the same beginning stand side by side, the shortest first. */
    private final String[] texts;

    private final int[] numbers;

    private PieceTable(String[] texts, int[] numbers) {
        this.texts = texts;
        this.numbers = numbers;
    }

    /** A table; the empty text is nowhere. */
    static PieceTable of(Map<String, Integer> entries) {
        TreeMap<String, Integer> sorted = new TreeMap<>(entries);
        sorted.remove("");
        return new PieceTable(
                sorted.keySet().toArray(String[]::new),
                sorted.values().stream().mapToInt(Integer::intValue).toArray());
    }

    /** All texts of the table with which the text goes on from a place, the shortest first. */
    List<Match> at(String text, int from) {
        List<Match> out = new ArrayList<>();
        int low = 0;
        int high = texts.length;
        for (int length = 1; low < high && from + length <= text.length(); length++) {
            int next = text.charAt(from + length - 1);
            low = first(length - 1, next, low, high);
            high = first(length - 1, next + 1, low, high);
            if (low < high && texts[low].length() == length) {
                out.add(new Match(length, numbers[low]));
            }
        }
        return out;
    }

    /** Among texts with the same beginning of {@code length}, the first that goes on with that unit or a greater one. */
    private int first(int length, int least, int low, int high) {
        int from = low;
        int to = high;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (texts[middle].length() > length && texts[middle].charAt(length) >= least) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }
}
