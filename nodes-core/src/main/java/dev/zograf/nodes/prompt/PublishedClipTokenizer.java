package dev.zograf.nodes.prompt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The tokenizer that was published with CLIP (Radford et al. 2021), for models that come without one: single files and open_clip's. Its
 * vocabulary of 49,408 follows from its merges: the bytes, the bytes at the end of a word, what each merge gives, begin and end.
 */
public final class PublishedClipTokenizer {

    /** How many tokens it knows. */
    public static final int VOCABULARY = 49408;

    private static final String MERGES = "clip-merges.txt.gz";
    private static final String BEGIN = "<|startoftext|>";
    private static final String END = "<|endoftext|>";

    private PublishedClipTokenizer() {}

    /**
     * As transformers has it: begin and end are recognised in a text.
     *
     * @param length how many tokens a prompt may have, begin and end included
     * @param pad the id that fills up: {@link ClipTokenizer#end()} for SD 1, 0 for SD 2
     */
    public static ClipTokenizer transformers(int length, int pad) {
        return read(
                length,
                pad,
                List.of(
                        new ClipTokenizer.Special(BEGIN, VOCABULARY - 2, true),
                        new ClipTokenizer.Special(END, VOCABULARY - 1, true)));
    }

    /** As open_clip has it: nothing in a text is special, and 0 fills up. */
    public static ClipTokenizer openClip(int length) {
        return read(length, 0, List.of());
    }

    private static ClipTokenizer read(int length, int pad, List<ClipTokenizer.Special> specials) {
        List<String[]> merges = merges();
        Map<String, Integer> vocabulary = new HashMap<>();
        for (String end : List.of("", BytePairEncoding.END_OF_WORD)) {
            for (String character : BytePairEncoding.alphabet()) {
                vocabulary.put(character + end, vocabulary.size());
            }
        }
        for (String[] merge : merges) {
            vocabulary.put(merge[0] + merge[1], vocabulary.size());
        }
        int begin = vocabulary.size();
        int end = begin + 1;
        return new ClipTokenizer(
                new BytePairEncoding(vocabulary, merges, end, BytePairEncoding.END_OF_WORD),
                specials,
                begin,
                end,
                pad,
                length);
    }

    private static List<String[]> merges() {
        List<String[]> out = new ArrayList<>();
        try (InputStream bytes = PublishedClipTokenizer.class.getResourceAsStream(MERGES)) {
            if (bytes == null) {
                throw new IllegalStateException("The resource " + MERGES + " is missing.");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(bytes), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] pair = line.split(" ", -1);
                if (pair.length == 2 && !line.startsWith("#version")) {
                    out.add(pair);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }
}
