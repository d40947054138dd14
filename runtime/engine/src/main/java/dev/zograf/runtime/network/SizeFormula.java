package dev.zograf.runtime.network;

import java.util.Map;

/**
 * Computes what the name of a size says: {@link dev.zograf.tensor.Dim} names a size that is no product by its formula, of numbers, names,
 * {@code + - * /}, brackets and {@code floor}.
 */
final class SizeFormula {

    private final String text;
    private final Map<String, Long> known;
    private int at;

    private SizeFormula(String text, Map<String, Long> known) {
        this.text = text;
        this.known = known;
    }

    /**
     * The size.
     *
     * @param known the sizes of names
     * @throws IllegalArgumentException if a name has none, or it is no formula
     */
    static long value(String formula, Map<String, Long> known) {
        Long named = known.get(formula);
        if (named != null) {
            return named;
        }
        SizeFormula reader = new SizeFormula(formula, known);
        double value = reader.sum();
        if (reader.at < formula.length()) {
            throw reader.unknown();
        }
        return Math.round(value);
    }

    private double sum() {
        double value = product();
        while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            value += text.charAt(at++) == '+' ? product() : -product();
        }
        return value;
    }

    private double product() {
        double value = term();
        while (at < text.length() && (text.charAt(at) == '*' || text.charAt(at) == '/')) {
            value = text.charAt(at++) == '*' ? value * term() : value / term();
        }
        return value;
    }

    private double term() {
        if (take("-")) {
            return -term();
        }
        if (take("floor(")) {
            return Math.floor(bracket());
        }
        if (take("(")) {
            return bracket();
        }
        int start = at;
        while (at < text.length() && "+-*/()".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.matches("\\d+")) {
            return Long.parseLong(word);
        }
        Long named = known.get(word);
        if (named == null) {
            throw unknown();
        }
        return named;
    }

    private double bracket() {
        double value = sum();
        if (!take(")")) {
            throw unknown();
        }
        return value;
    }

    private boolean take(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("The size " + text + " does not follow from " + known + ".");
    }
}
