package dev.zograf.contrib.prompts;

import dev.zograf.api.InvalidInputException;

/** Bounds the characters that one run of a node makes, so that a hostile prompt cannot fill the memory. */
final class Budget {

    /** As many characters as all texts of a run may have together. */
    static final long MAX_CHARACTERS = 20_000_000;

    private final String input;
    private long spent;

    /**
     * A fresh budget.
     *
     * @param input the input to make smaller
     */
    Budget(String input) {
        this.input = input;
    }

    /**
     * The text, counted.
     *
     * @throws InvalidInputException if there are too many characters by now
     */
    String spend(String text) {
        spent += text.length();
        if (spent > MAX_CHARACTERS) {
            throw new InvalidInputException(
                    input, "The texts get longer than " + MAX_CHARACTERS + " characters together; make fewer.");
        }
        return text;
    }
}
