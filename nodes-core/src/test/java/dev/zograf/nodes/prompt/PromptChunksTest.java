package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Prompt;
import dev.zograf.api.model.Prompt.Emphasis;
import dev.zograf.api.model.Prompt.Piece;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptChunksTest {

    private static final int BEGIN = 1000;
    private static final int END = 1001;
    private static final int PAD = 7;

    /** Letters are tokens; five of them fit between begin and end. */
    private final ClipTokenizer tokenizer;

    private final List<String> warnings = new ArrayList<>();

    PromptChunksTest() {
        Map<String, Integer> vocabulary = new HashMap<>();
        for (char c = 'a'; c <= 'z'; c++) {
            vocabulary.put(c + "</w>", (int) c);
            vocabulary.put(String.valueOf(c), c + 128);
        }
        vocabulary.put(",</w>", (int) ',');
        tokenizer = new ClipTokenizer(
                new BytePairEncoding(vocabulary, List.of(), END, BytePairEncoding.END_OF_WORD),
                List.of(),
                BEGIN,
                END,
                PAD,
                7);
    }

    /** The letters of each chunk; vectors are signs of exclamation. */
    private List<String> chunks(Prompt prompt, LearnedWords words) {
        return PromptChunks.of(prompt, tokenizer, words, warnings::add).stream()
                .map(this::letters)
                .toList();
    }

    private String letters(TokenChunk chunk) {
        StringBuilder out = new StringBuilder();
        assertThat(chunk.ids()).hasSize(7).startsWith(BEGIN);
        int i = 1;
        while (chunk.ids()[i] != END) {
            out.append(chunk.vectors().get(i).isPresent() ? '!' : (char) chunk.ids()[i]);
            i++;
        }
        assertThat(Arrays.copyOfRange(chunk.ids(), i + 1, 7)).containsOnly(i == 6 ? new int[0] : new int[] {PAD});
        return out.toString();
    }

    private static Prompt prompt(Emphasis emphasis, Object... textsAndWeights) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < textsAndWeights.length; i += 2) {
            pieces.add(new Piece((String) textsAndWeights[i], ((Number) textsAndWeights[i + 1]).doubleValue()));
        }
        return Prompt.of(List.of(pieces), emphasis);
    }

    @Test
    void cutsPlainPrompts() {
        assertThat(chunks(Prompt.plain("a b c d e"), LearnedWords.NONE)).containsExactly("abcde");
        assertThat(chunks(Prompt.plain(""), LearnedWords.NONE)).containsExactly("");
        assertThat(warnings).isEmpty();
        assertThat(chunks(Prompt.plain("a b c d e f g"), LearnedWords.NONE)).containsExactly("abcde");
        assertThat(warnings).singleElement().asString().contains("\"a b c d e f g\" has 7 tokens", "takes 5");
    }

    @Test
    void keepsSmallPiecesTogetherWhereWeightsInterpolate() {
        assertThat(chunks(prompt(Emphasis.INTERPOLATED, "a b c", 1, "d e f", 2), LearnedWords.NONE))
                .containsExactly("abc", "def");
        assertThat(chunks(prompt(Emphasis.INTERPOLATED, "a b c", 1, "d e f g h i j k", 2), LearnedWords.NONE))
                .containsExactly("abcde", "fghij", "k");
        assertThat(chunks(prompt(Emphasis.INTERPOLATED), LearnedWords.NONE)).containsExactly("");
    }

    @Test
    void breaksAfterTheLastCommaWhereTheMeanIsRestored() {
        assertThat(chunks(prompt(Emphasis.MEAN_RESTORED, "a, b c d e f", 1), LearnedWords.NONE))
                .containsExactly("a,", "bcdef");
        assertThat(chunks(prompt(Emphasis.MEAN_RESTORED, "a b c d e, f", 1), LearnedWords.NONE))
                .containsExactly("abcde", ",f");
        assertThat(chunks(prompt(Emphasis.MEAN_RESTORED, "a b c d, e", 1), LearnedWords.NONE))
                .containsExactly("abcd,", "e");
        assertThat(chunks(prompt(Emphasis.MEAN_RESTORED, "a b c d e f", 1), LearnedWords.NONE))
                .containsExactly("abcde", "f");
    }

    @Test
    void beginsSectionsInChunksOfTheirOwn() {
        Prompt three = Prompt.of(
                List.of(List.of(new Piece("a", 1)), List.of(), List.of(new Piece("b", 1))), Emphasis.MEAN_RESTORED);

        assertThat(chunks(three, LearnedWords.NONE)).containsExactly("a", "", "b");
        assertThat(chunks(
                        Prompt.of(List.of(List.of(new Piece("a", 1)), List.of()), Emphasis.MEAN_RESTORED),
                        LearnedWords.NONE))
                .containsExactly("a");
    }

    @Test
    void putsVectorsInThePlaceOfLearnedWords() {
        LearnedWords words = LearnedWords.NONE
                .with("Cat", FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2))
                .with("<x>", FloatTensor.of(new float[] {7, 8}, 1, 2));

        assertThat(chunks(Prompt.plain("a cat b<X>"), words)).containsExactly("a!!!b");
        assertThat(chunks(prompt(Emphasis.MEAN_RESTORED, "a b c cat d", 1.5), words))
                .containsExactly("abc", "!!!d");
        TokenChunk chunk = PromptChunks.of(prompt(Emphasis.INTERPOLATED, "a CAT", 2), tokenizer, words, warnings::add)
                .get(0);
        assertThat(chunk.weights()).containsExactly(1, 2, 2, 2, 2, 1, 1);
        assertThat(chunk.vectors().get(3))
                .hasValueSatisfying(vector -> assertThat(vector).containsExactly(3, 4));
        assertThat(chunks(Prompt.plain("cats"), words).get(0)).doesNotContain("!");
    }

    @Test
    void weightsMoveOrMultiplyWhatIsEncoded() {
        TokenChunk chunk = PromptChunks.of(
                        prompt(Emphasis.INTERPOLATED, "a", 2), tokenizer, LearnedWords.NONE, warnings::add)
                .get(0);
        FloatTensor x = FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7}, 1, 7, 1);
        FloatTensor nothing = FloatTensor.of(new float[] {1, 1, 1, 1, 1, 1, 1}, 1, 7, 1);

        assertThat(TokenWeights.interpolated(x, Optional.of(nothing), List.of(chunk.weights()))
                        .toArray())
                .containsExactly(1, 3, 3, 4, 5, 6, 7);
        float[] restored =
                TokenWeights.meanRestored(x, List.of(chunk.weights())).toArray();
        assertThat(restored[1] / restored[0]).isCloseTo(4, within(1e-5f));
        float sum = 0;
        for (float each : restored) {
            sum += each;
        }
        assertThat(sum).isCloseTo(28, within(1e-4f));
    }
}
