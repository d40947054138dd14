package dev.zograf.nodes.prompt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Byte-pair encoding (Sennrich et al. 2016) over the bytes of UTF-8 (Radford et al. 2019): a word starts as its bytes, the last one
 * marked as the word's end where the vocabulary has such marks, and the pair of neighbours that was learned first is merged until no known
 * pair is left. Immutable but for a bounded memory of words; thread-safe.
 */
final class BytePairEncoding {

    static final String END_OF_WORD = "</w>";
    private static final int REMEMBERED_WORDS = 10_000;
    private static final int REMEMBERED_LENGTH = 64;
    private static final String[] BYTES = byteNames();

    /** What a pair of tokens becomes, and how early it was learned. */
    private record Merge(int rank, int token) {}

    /** A merge that may be done at a place of the word, unless its tokens have changed since. */
    private record Candidate(int place, Merge merge) {}

    private final int[] inside = new int[256];
    private final int[] atEnd = new int[256];
    private final Map<Long, Merge> merges = new HashMap<>();
    private final Map<String, int[]> known = new ConcurrentHashMap<>();

    /**
     * An encoding.
     *
     * @param vocabulary token to id
     * @param pairs the merges in the order in which they were learned; those with tokens outside of the vocabulary have no effect
     * @param unknown the id of a byte that the vocabulary lacks
     * @param mark of the end of a word; empty if ends are not marked
     */
    BytePairEncoding(Map<String, Integer> vocabulary, List<String[]> pairs, int unknown, String mark) {
        for (int b = 0; b < 256; b++) {
            inside[b] = vocabulary.getOrDefault(BYTES[b], unknown);
            atEnd[b] = vocabulary.getOrDefault(BYTES[b] + mark, unknown);
        }
        for (int rank = 0; rank < pairs.size(); rank++) {
            String[] pair = pairs.get(rank);
            Integer left = vocabulary.get(pair[0]);
            Integer right = vocabulary.get(pair[1]);
            Integer both = vocabulary.get(pair[0] + pair[1]);
            if (left != null && right != null && both != null) {
                merges.put(key(left, right), new Merge(rank, both));
            }
        }
    }

    /** The characters that stand for bytes, in the order in which published vocabularies begin with them. */
    static List<String> alphabet() {
        return Arrays.stream(BYTES).sorted().toList();
    }

    /** The ids of a word's tokens. */
    int[] encode(String word) {
        if (word.length() > REMEMBERED_LENGTH) {
            return merge(word);
        }
        int[] tokens = known.get(word);
        if (tokens == null) {
            tokens = merge(word);
            if (known.size() < REMEMBERED_WORDS) {
                known.put(word, tokens);
            }
        }
        return tokens;
    }

    /** A queue of candidates over a doubly linked list of tokens: a word of n bytes takes n log n. */
    private int[] merge(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        int n = bytes.length;
        int[] token = new int[n];
        int[] before = new int[n];
        int[] after = new int[n];
        for (int i = 0; i < n; i++) {
            token[i] = (i == n - 1 ? atEnd : inside)[bytes[i] & 0xff];
            before[i] = i - 1;
            after[i] = i + 1;
        }
        boolean[] gone = new boolean[n];
        PriorityQueue<Candidate> queue = new PriorityQueue<>(
                Comparator.comparingInt((Candidate c) -> c.merge().rank()).thenComparingInt(Candidate::place));
        for (int i = 0; i + 1 < n; i++) {
            offer(queue, token, i, i + 1);
        }
        while (!queue.isEmpty()) {
            Candidate best = queue.remove();
            int left = best.place();
            int right = gone[left] ? n : after[left];
            if (right == n || !best.merge().equals(merges.get(key(token[left], token[right])))) {
                continue;
            }
            token[left] = best.merge().token();
            gone[right] = true;
            after[left] = after[right];
            if (after[left] < n) {
                before[after[left]] = left;
                offer(queue, token, left, after[left]);
            }
            if (before[left] >= 0) {
                offer(queue, token, before[left], left);
            }
        }
        int[] out = new int[n];
        int count = 0;
        for (int i = 0; i < n; i = after[i]) {
            out[count++] = token[i];
        }
        return Arrays.copyOf(out, count);
    }

    private void offer(PriorityQueue<Candidate> queue, int[] token, int left, int right) {
        Merge merge = merges.get(key(token[left], token[right]));
        if (merge != null) {
            queue.add(new Candidate(left, merge));
        }
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    /** A printable character for each byte: itself where it is one, else the next from U+0100 on (Radford et al. 2019, published code). */
    private static String[] byteNames() {
        String[] names = new String[256];
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b > ' ' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            names[b] = String.valueOf((char) (printable ? b : next++));
        }
        return names;
    }
}
