package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.testkit.fake.FakeCheckpoint;
import java.util.Map;
import org.junit.jupiter.api.Test;

class T5TokenizerTest {

    private static final int PAD = 0;
    private static final int EOS = 1;
    private static final int UNKNOWN = 2;
    private static final int SPACE = 3;
    private static final int A = 4;
    private static final int CAT = 5;
    private static final int C = 6;
    private static final int AT = 7;
    private static final int CATS = 8;
    private static final int FI = 9;
    private static final int FACE = 10;

    private static final byte[] FORMS = SentencePieceBytes.charsMap(
            Map.of("\t", " ", "\u200b", "", "\ufb01", "fi", "\uff23", "c", "a\u0301", "a", "\uff1e", ">"));

    static SentencePieceBytes model() {
        return new SentencePieceBytes()
                .piece("<pad>", 0, 3)
                .piece("</s>", 0, 3)
                .piece("<unk>", 0, 2)
                .piece("▁", -2, 1)
                .piece("a", -3, 1)
                .piece("▁cat", -4, 1)
                .piece("c", -5, 1)
                .piece("at", -5, 1)
                .piece("▁cats", -20, 1)
                .piece("fi", -4, 1)
                .piece("\ud83d\ude00", -6, 1)
                .normalizer(FORMS);
    }

    static T5Tokenizer of(SentencePieceBytes model) {
        return T5TokenizerFiles.read(
                new FakeCheckpoint("fake").withBytes("tokenizer/spiece.model", model.toBytes()), "tokenizer");
    }

    private final T5Tokenizer tokenizer = of(model());

    @Test
    void takesTheMostProbablePieces() {
        assertThat(tokenizer.encode("cat a cat")).containsExactly(CAT, SPACE, A, CAT);
        assertThat(tokenizer.encode("atc")).containsExactly(SPACE, AT, C);
    }

    @Test
    void unknownNeighboursAreOneToken() {
        assertThat(tokenizer.encode("xyz cat\ud83d\ude01!")).containsExactly(SPACE, UNKNOWN, CAT, UNKNOWN);
        assertThat(tokenizer.encode("\ud83d\ude00\ud83d")).containsExactly(SPACE, FACE, UNKNOWN);
        // A rare piece is still better than an unknown character.
        assertThat(tokenizer.encode("cats")).containsExactly(CATS);
    }

    @Test
    void whiteSpaceIsAsLongAsItLikes() {
        assertThat(tokenizer.encode("  cat \t\n\u3000 a  ")).containsExactly(CAT, SPACE, A);
        assertThat(tokenizer.encode("")).isEmpty();
        assertThat(tokenizer.encode(" \u2028")).isEmpty();
    }

    @Test
    void charactersGetTheirNormalForms() {
        assertThat(tokenizer.encode("\uff23at\u200b\ufb01")).containsExactly(CAT, FI);
        // Of a short cluster the whole is looked up: what begins with a known one becomes that.
        assertThat(tokenizer.encode("ca\u0301")).containsExactly(SPACE, C, A);
        assertThat(tokenizer.encode("\ufb01\u0301")).containsExactly(SPACE, FI);
        // Of a longer one each character.
        assertThat(tokenizer.encode("\ufb01\u0301\u0301")).containsExactly(SPACE, FI, UNKNOWN);
        assertThat(tokenizer.encode("\0cat")).containsExactly(SPACE, UNKNOWN, C, AT);
    }

    @Test
    void specialTokensStandForThemselves() {
        assertThat(tokenizer.encode("cat<pad>cat</s> <unk>a")).containsExactly(CAT, PAD, CAT, EOS, UNKNOWN, SPACE, A);
        assertThat(tokenizer.encode("<extra_id_0><extra_id_99>")).containsExactly(110, 11);
        assertThat(tokenizer.encode("<extra_id_10><extra_id_1>")).containsExactly(100, 109);
        // Only before they are normalised: the result is a word like any other.
        assertThat(tokenizer.encode("<pad\uff1e")).containsExactly(SPACE, PAD);
    }

    @Test
    void keepsTheEndWhenItCuts() {
        assertThat(tokenizer.encode("cat cat cat", 4)).containsExactly(CAT, CAT, CAT, EOS);
        assertThat(tokenizer.encode("cat cat cat", 3)).containsExactly(CAT, CAT, EOS);
        assertThat(tokenizer.encode("cat", 1)).containsExactly(EOS);
        assertThat(tokenizer.encodePadded("cat", 4)).containsExactly(CAT, EOS, PAD, PAD);
        assertThat(tokenizer.eos()).isEqualTo(EOS);
        assertThat(tokenizer.pad()).isEqualTo(PAD);
    }

    @Test
    void longTextsTakeNoQuadraticTime() {
        assertThat(tokenizer.encode("cat".repeat(200_000)))
                .startsWith(CAT, C, AT)
                .hasSize(399_999);
        assertThat(tokenizer.encode("<extra_id_".repeat(50_000) + "x")).startsWith(SPACE, UNKNOWN);
        assertThat(tokenizer.encode("a" + "\u0301".repeat(200_000))).startsWith(SPACE, A, UNKNOWN);
    }
}
