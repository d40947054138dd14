package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipTokenizerTest {

    private static final int BEGIN = 1000;
    private static final int END = 1001;

    private final Map<String, Integer> vocabulary = new HashMap<>();

    ClipTokenizerTest() {
        for (char c = 'a'; c <= 'z'; c++) {
            vocabulary.put(String.valueOf(c), (int) c);
            vocabulary.put(c + "</w>", c + 128);
        }
        vocabulary.put("!", (int) '!');
        vocabulary.put("!</w>", '!' + 128);
        vocabulary.put("ca", 500);
        vocabulary.put("cat</w>", 501);
        vocabulary.put("at</w>", 502);
    }

    private ClipTokenizer tokenizer(int length, ClipTokenizer.Special... specials) {
        List<String[]> merges =
                List.of(new String[] {"c", "a"}, new String[] {"ca", "t</w>"}, new String[] {"a", "t</w>"});
        return new ClipTokenizer(
                new BytePairEncoding(vocabulary, merges, END, BytePairEncoding.END_OF_WORD),
                List.of(specials),
                BEGIN,
                END,
                END,
                length);
    }

    @Test
    void mergesWhatWasLearnedFirst() {
        assertThat(tokenizer(77).encode("Cat \t BAT")).containsExactly(BEGIN, 501, 'b', 502, END);
    }

    @Test
    void keepsTheEndWhenItCuts() {
        assertThat(tokenizer(4).encode("cat cat cat")).containsExactly(BEGIN, 501, 501, END);
        assertThat(tokenizer(4).encode("cat cat")).containsExactly(BEGIN, 501, 501, END);
        assertThat(tokenizer(4).encodePadded("")).containsExactly(BEGIN, END, END, END);
    }

    @Test
    void specialTokensStandForThemselves() {
        ClipTokenizer tokenizer = tokenizer(
                77, new ClipTokenizer.Special("!", 0, false), new ClipTokenizer.Special("<|endoftext|>", END, true));

        assertThat(tokenizer.encode("cat!!cat <|EndOfText|>")).containsExactly(BEGIN, 501, 0, 0, 501, END, END);
    }

    @Test
    void greekWordsHaveNoSpecialLastLetter() {
        vocabulary.put("\u00cf", 600);
        vocabulary.put("\u0125</w>", 601);

        // The small sigma is CF 83 in UTF-8, and these bytes are written so; the one for the end of words would be CF
        // 82.
        assertThat(tokenizer(77).encode("\u03a3")).containsExactly(BEGIN, 600, 601, END);
    }

    @Test
    void longWordsTakeNoQuadraticTime() {
        assertThat(tokenizer(77).encode("cat".repeat(100_000))).hasSize(77).startsWith(BEGIN, 500);
    }
}
