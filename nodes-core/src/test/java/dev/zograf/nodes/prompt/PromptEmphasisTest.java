package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.model.Prompt;
import dev.zograf.api.model.Prompt.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What ComfyUI and A1111's web interface make of brackets. */
class PromptEmphasisTest {

    private static void assertPieces(List<Piece> pieces, Object... textsAndWeights) {
        assertThat(pieces).hasSize(textsAndWeights.length / 2);
        for (int i = 0; i < pieces.size(); i++) {
            assertThat(pieces.get(i).text()).isEqualTo(textsAndWeights[2 * i]);
            assertThat(pieces.get(i).weight())
                    .isCloseTo(((Number) textsAndWeights[2 * i + 1]).doubleValue(), within(1e-12));
        }
    }

    private static void assertComfy(String prompt, Object... textsAndWeights) {
        assertPieces(ComfyEmphasis.pieces(prompt), textsAndWeights);
    }

    private static void assertA1111(String prompt, Object... textsAndWeights) {
        List<List<Piece>> sections = A1111Emphasis.sections(prompt);
        assertThat(sections).hasSize(1);
        assertPieces(sections.get(0), textsAndWeights);
    }

    @Test
    void comfyTakesTheInnermostNumber() {
        assertComfy("normal text", "normal text", 1);
        assertComfy("a (b) c", "a ", 1, "b", 1.1, " c", 1);
        assertComfy("a (b:1.3), (c : .5)", "a ", 1, "b", 1.3, ", ", 1, "c ", 0.5);
        assertComfy("((b))", "b", 1.1 * 1.1);
        assertComfy("(a (b:1.2) c:0.5)", "a ", 0.5, "b", 1.2, " c", 0.5);
        assertComfy("(a (b) c:2)", "a ", 2, "b", 2.2, " c", 2);
        assertComfy("(b:-1)", "b", -1);
        assertComfy("");
    }

    @Test
    void comfyTakesForTextWhatIsNoWeight() {
        assertComfy("(b:big)", "b:big", 1.1);
        assertComfy("(:1.2)", ":1.2", 1.1);
        assertComfy("[a] [b|c]", "[a] [b|c]", 1);
        assertComfy("a \\(b\\) (c)", "a (b) ", 1, "c", 1.1);
        assertComfy("(embedding:name:1.2)", "embedding:name", 1.2);
        assertComfy("(embedding:name)", "embedding:name", 1.1);
    }

    @Test
    void comfyKeepsBracketsWithoutAPartner() {
        assertComfy("(a", "(a", 1);
        assertComfy("a) (b)", "a) (b)", 1);
        assertComfy("x (a (b)", "x ", 1, "a ", 1.1, "(b", 1.1);
    }

    @Test
    void a1111Multiplies() {
        assertA1111("normal text", "normal text", 1);
        assertA1111("an (important) word", "an ", 1, "important", 1.1, " word", 1);
        assertA1111("(one)(two)", "onetwo", 1.1);
        assertA1111("[less] ((more:1.5))", "less", 1 / 1.1, " ", 1, "more", 1.65);
        assertA1111("(a (b:2) c:0.5)", "a ", 0.5, "b", 1, " c", 0.5);
        assertA1111("(a: 1.2 )", "a", 1.2);
    }

    @Test
    void a1111ClosesWhatIsOpenAtTheEnd() {
        assertA1111("x (a", "x ", 1, "a", 1.1);
        assertA1111("x [a", "x ", 1, "a", 1 / 1.1);
        assertA1111("a) b]", "a) b]", 1);
        assertA1111("a:1.2) b", "a:1.2) b", 1);
        assertA1111("((a:1.3) b", "a", 1.43, " b", 1.1);
    }

    @Test
    void a1111TakesWhatIsEscapedForText() {
        assertA1111("\\(a\\] \\\\ \\b", "(a] \\ b", 1);
        assertA1111("(a:x)", "a:x", 1.1);
        assertA1111("(a:1.2.3)", "a:1.2.3", 1.1);
    }

    @Test
    void a1111BeginsASectionAtBreak() {
        List<List<Piece>> sections = A1111Emphasis.sections("a BREAK (b:2)\nBREAK BREAKS");

        assertThat(sections)
                .containsExactly(
                        List.of(new Piece("a", 1)), List.of(new Piece("b", 2)), List.of(new Piece("BREAKS", 1)));
        assertThat(A1111Emphasis.sections("")).containsExactly(List.of());
    }

    @Test
    void noTextIsLostWhateverThePrompt() {
        String signs = "ab ()[]:\\1.";
        Random random = new Random(5);
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            for (PromptLanguage language : PromptLanguage.values()) {
                Prompt prompt = language.read(text.toString());
                assertThat(letters(prompt.text())).isEqualTo(letters(text.toString()));
                assertThat(language.warnings(text.toString())).allMatch(warning -> warning.contains("→"));
            }
        }
    }

    private static String letters(String text) {
        return text.replaceAll("[^ab]", "");
    }

    @Test
    void readsDeepAndLongPrompts() {
        for (PromptLanguage language : PromptLanguage.values()) {
            for (String sign : List.of("(", "[", ")", "(a:", "(a:1.1)", "\\", "BREAK ")) {
                assertThat(language.read(sign.repeat(5000)).sections()).isNotEmpty();
            }
            String nested = "(".repeat(5000) + "a" + ")".repeat(5000);
            assertThat(letters(language.read(nested).text())).isEqualTo("a");
        }
    }

    @Test
    void warnsOfBracketsWithTheirPlace() {
        List<String> warnings = new ArrayList<>(PromptLanguage.A1111.warnings("a (red apple] and \\( so on"));

        assertThat(warnings)
                .containsExactly(
                        "The \"(\" at character 3 is never closed, and is read as closed at the end: a →(red apple] and …",
                        "The \"]\" at character 13 closes nothing, and is taken literally: a (red apple→] and \\( so on");
        assertThat(PromptLanguage.COMFY.warnings("a (b"))
                .singleElement()
                .asString()
                .contains("taken literally");
        assertThat(PromptLanguage.COMFY.warnings("[a")).isEmpty();
        assertThat(PromptLanguage.PLAIN.warnings("((")).isEmpty();
    }
}
