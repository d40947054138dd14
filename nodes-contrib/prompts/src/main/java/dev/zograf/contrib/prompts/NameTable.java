package dev.zograf.contrib.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The names that ship: what CLDR calls the emoji in ten languages ({@code names.tsv}), and a few words that go with them
 * ({@code words.tsv}, ours). A cell may give several forms divided by |; the first is the one that is written.
 */
final class NameTable {

    private static final List<String[]> ROWS = read();

    private NameTable() {}

    private static List<String[]> read() {
        return List.of("words.tsv", "names.tsv").stream()
                .flatMap(file -> text(file).lines())
                .filter(line -> !line.startsWith("#") && !line.startsWith("en\t"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static String text(String file) {
        try (InputStream in = NameTable.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + file + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One row a thing, one cell a {@link Language}. */
    static List<String[]> rows() {
        return ROWS;
    }

    /** Adds to a dictionary what a cell in one language is in another. */
    static void add(Dictionary dictionary, String from, String to) {
        String[] forms = to.split("\\|", -1);
        if (!forms[0].isBlank()) {
            for (String form : from.split("\\|", -1)) {
                dictionary.add(form, forms[0].strip());
            }
        }
    }
}
