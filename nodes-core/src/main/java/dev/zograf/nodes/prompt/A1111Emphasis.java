package dev.zograf.nodes.prompt;

import dev.zograf.api.model.Prompt.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights as A1111's web interface reads them: {@code (text)} times 1.1, {@code [text]} over 1.1, {@code (text:1.3)} times 1.3, which all
 * multiply what is around them; a backslash makes a bracket text; {@code BREAK} begins a new section. What is never closed is closed at
 * the end, and what closes nothing is text.
 */
final class A1111Emphasis {

    private static final double MORE = 1.1;
    private static final double LESS = 1 / 1.1;

    private static final Pattern WEIGHT = Pattern.compile(":\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+))\\s*\\)");
    private static final Pattern BREAK = Pattern.compile("\\s*\\bBREAK\\b\\s*");

    /** A run of text whose weight may yet change; a null text is where a section ends. */
    private static final class Run {
        private final StringBuilder text;
        private final boolean isBreak;
        private double weight = 1;

        Run(String text, boolean isBreak) {
            this.text = new StringBuilder(text);
            this.isBreak = isBreak;
        }
    }

    private final List<Run> runs = new ArrayList<>();

    private A1111Emphasis() {}

    /** The sections of a prompt, at least one, with their pieces in order. */
    static List<List<Piece>> sections(String text) {
        A1111Emphasis reader = new A1111Emphasis();
        reader.read(text);
        return reader.merged();
    }

    private void read(String text) {
        Deque<Integer> round = new ArrayDeque<>();
        Deque<Integer> square = new ArrayDeque<>();
        Matcher weight = WEIGHT.matcher(text);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                boolean escapes = i + 1 < text.length() && "()[]\\".indexOf(text.charAt(i + 1)) >= 0;
                runs.add(new Run(escapes ? text.substring(i + 1, i + 2) : "", false));
                i += escapes ? 2 : 1;
            } else if (c == '(') {
                round.addLast(runs.size());
                i++;
            } else if (c == '[') {
                square.addLast(runs.size());
                i++;
            } else if (c == ':'
                    && !round.isEmpty()
                    && weight.region(i, text.length()).lookingAt()) {
                multiply(round.removeLast(), Double.parseDouble(weight.group(1)));
                i = weight.end();
            } else if (c == ')' && !round.isEmpty()) {
                multiply(round.removeLast(), MORE);
                i++;
            } else if (c == ']' && !square.isEmpty()) {
                multiply(square.removeLast(), LESS);
                i++;
            } else {
                int end = i + 1;
                while (end < text.length() && "\\()[]:".indexOf(c) < 0 && "\\()[]:".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                literal(text.substring(i, end));
                i = end;
            }
        }
        round.forEach(from -> multiply(from, MORE));
        square.forEach(from -> multiply(from, LESS));
    }

    private void literal(String text) {
        Matcher breaks = BREAK.matcher(text);
        int from = 0;
        while (breaks.find()) {
            runs.add(new Run(text.substring(from, breaks.start()), false));
            runs.add(new Run("", true));
            from = breaks.end();
        }
        runs.add(new Run(text.substring(from), false));
    }

    private void multiply(int from, double factor) {
        for (Run run : runs.subList(from, runs.size())) {
            run.weight *= factor;
        }
    }

    /** Neighbours of equal weight are one piece, as words may go across the end of a bracket. */
    private List<List<Piece>> merged() {
        List<List<Piece>> sections = new ArrayList<>();
        List<Piece> section = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        double weight = 1;
        for (Run run : runs) {
            if (run.isBreak || run.weight != weight) {
                flush(section, text, weight);
                weight = run.isBreak ? 1 : run.weight;
            }
            if (run.isBreak) {
                sections.add(section);
                section = new ArrayList<>();
            }
            text.append(run.text);
        }
        flush(section, text, weight);
        sections.add(section);
        return sections;
    }

    private static void flush(List<Piece> section, StringBuilder text, double weight) {
        if (!text.isEmpty()) {
            section.add(new Piece(text.toString(), weight));
            text.setLength(0);
        }
    }
}
