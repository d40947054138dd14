package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a tokenizer of byte pairs: {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json} which holds both.
 *
 * @param vocabulary token to id; a map of its own, to which those that lie elsewhere may be added
 * @param merges the pairs in the order in which they were learned
 */
record BytePairFiles(Map<String, Integer> vocabulary, List<String[]> merges) {

    /**
     * Reads them.
     *
     * @param prefix of the folder, with its slash; empty if the files lie at the top
     * @throws BadFileException if a file is missing or damaged
     */
    static BytePairFiles read(Checkpoint checkpoint, String prefix) {
        if (checkpoint.has(prefix + "vocab.json")) {
            return new BytePairFiles(
                    ids(checkpoint.config(prefix + "vocab.json")), merges(checkpoint.text(prefix + "merges.txt")));
        }
        Config whole = checkpoint.config(prefix + "tokenizer.json");
        Config model = whole.object("model").orElseThrow(() -> damaged(whole, "There is no vocabulary"));
        Config vocab = model.object("vocab").orElseThrow(() -> damaged(whole, "There is no vocabulary"));
        return new BytePairFiles(ids(vocab), merges(whole, model.raw("merges").orElse(List.of())));
    }

    private static Map<String, Integer> ids(Config vocab) {
        Map<String, Integer> out = new HashMap<>();
        vocab.names().forEach(token -> out.put(token, vocab.integer(token)));
        return out;
    }

    private static List<String[]> merges(String text) {
        List<String[]> out = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] pair = line.strip().split(" ", -1);
            if (pair.length == 2 && !line.startsWith("#version")) {
                out.add(pair);
            }
        });
        return out;
    }

    private static List<String[]> merges(Config whole, Object list) {
        List<String[]> out = new ArrayList<>();
        for (Object merge : list instanceof List<?> entries ? entries : List.of()) {
            if (merge instanceof List<?> pair && pair.size() == 2) {
                out.add(new String[] {String.valueOf(pair.get(0)), String.valueOf(pair.get(1))});
            } else if (merge instanceof String text && text.split(" ", -1).length == 2) {
                out.add(text.split(" ", -1));
            } else {
                throw damaged(whole, "The merge " + merge + " is no pair of tokens");
            }
        }
        return out;
    }

    private static BadFileException damaged(Config whole, String what) {
        return new BadFileException(whole.file(), what + ".");
    }
}
