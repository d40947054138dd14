package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What A1111's web interface makes of prompts that change on the way. */
class PromptScheduleTest {

    /** Each text once, with the number of the last evaluation that has it. */
    private static List<String> runs(String prompt, int steps) {
        String[] texts = PromptSchedule.parse(prompt).texts(steps);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            if (i + 1 == texts.length || !texts[i].equals(texts[i + 1])) {
                out.add(i + ":" + texts[i]);
            }
        }
        return out;
    }

    @Test
    void changesAfterAStepOrAShareOfTheSteps() {
        assertThat(runs("a [b:c:3] d", 10)).containsExactly("3:a b d", "9:a c d");
        assertThat(runs("a [b:3]", 10)).containsExactly("3:a ", "9:a b");
        assertThat(runs("a [b::3] d", 10)).containsExactly("3:a b d", "9:a  d");
        assertThat(runs("a [:b:3]", 10)).containsExactly("3:a ", "9:a b");
        assertThat(runs("[b:c:.5]", 20)).containsExactly("10:b", "19:c");
        assertThat(runs("[b:c:0.25]", 40)).containsExactly("10:b", "39:c");
        assertThat(runs("[b : c : 1 ]d", 10)).containsExactly("1:b d", "9: c d");
        assertThat(runs("[b:c:30]", 10)).containsExactly("9:b");
        assertThat(runs("[b:c:0]", 10)).containsExactly("9:c");
        assertThat(runs("[b:c:1.0]", 10)).containsExactly("9:b");
    }

    @Test
    void changesInsideOfChanges() {
        assertThat(runs("x[b:[c:d:6]:2]y", 10)).containsExactly("2:xby", "6:xcy", "9:xdy");
        assertThat(runs("([b:c:2]:1.3)", 5)).containsExactly("2:(b:1.3)", "4:(c:1.3)");
        assertThat(runs("[(b:2):3]", 5)).containsExactly("3:", "4:(b:2)");
        assertThat(runs("a [[[b]]:2]", 5)).containsExactly("2:a ", "4:a [[b]]");
    }

    @Test
    void alternatesWithEachStep() {
        assertThat(PromptSchedule.parse("[a|b] c").texts(5)).containsExactly("a c", "a c", "b c", "a c", "b c");
        assertThat(PromptSchedule.parse("[a|b|]").texts(5)).containsExactly("a", "a", "b", "", "a");
        assertThat(PromptSchedule.parse("[a|(b:1.1)]").texts(3)).containsExactly("a", "a", "(b:1.1)");
    }

    @Test
    void takesForTextWhatMakesNoSense() {
        assertThat(runs("a [b", 5)).containsExactly("4:a [b");
        assertThat(runs("a [b:c] (d:1.2) [e]", 5)).containsExactly("4:a [b:c] (d:1.2) [e]");
        assertThat(runs("a [b:c:d:2]", 5)).containsExactly("4:a [b:c:d:2]");
        assertThat(runs("((a][:b:c [d:3]", 10)).containsExactly("3:((a][:b:c ", "9:((a][:b:c d");
        assertThat(runs("a | b [c:d:2]", 5)).containsExactly("4:a | b [c:d:2]");
        assertThat(runs("\\[a:b:2\\]", 5)).containsExactly("4:\\[a:b:2\\]");
        assertThat(runs("time 12:30, ratio 1:2", 5)).containsExactly("4:time 12:30, ratio 1:2");
    }

    @Test
    void keepsAllOtherTextWhateverItIs() {
        String signs = "ab ()[]:|\\0.5";
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            StringBuilder prompt = new StringBuilder();
            for (int n = random.nextInt(16); n > 0; n--) {
                prompt.append(signs.charAt(random.nextInt(signs.length())));
            }
            PromptSchedule schedule = PromptSchedule.parse(prompt.toString());
            String[] texts = schedule.texts(1 + random.nextInt(12));
            if (schedule.isConstant()) {
                assertThat(texts).containsOnly(prompt.toString());
            }
            for (String text : texts) {
                assertThat(isPartOf(letters(text), letters(prompt.toString())))
                        .as("%s of %s", text, prompt)
                        .isTrue();
            }
        }
    }

    private static String letters(String text) {
        return text.replaceAll("[^ab]", "");
    }

    /** Whether the first is the second with letters left out. */
    private static boolean isPartOf(String part, String whole) {
        int at = 0;
        for (char c : whole.toCharArray()) {
            if (at < part.length() && part.charAt(at) == c) {
                at++;
            }
        }
        return at == part.length();
    }

    @Test
    void readsHostilePrompts() {
        for (String sign : List.of("[", "(", "]", "[a:", "[a|", "\\", "([")) {
            String prompt = sign.repeat(20_000);
            assertThat(PromptSchedule.parse(prompt).texts(2)).containsOnly(prompt);
        }
    }
}
