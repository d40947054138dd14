package dev.zograf.contrib.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.NodeHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslatePromptTest {

    @TempDir
    Path root;

    private TranslatePrompt.Out translate(Map<String, ?> in) throws Exception {
        return NodeHarness.of(new TranslatePrompt()).input(root).run(in);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "auto~en~червена ябълка~red apple",
                "auto~en~Синя къща, (жълто слънце:1.2)~blue house, (yellow sun:1.2)",
                "auto~ru~a black cat with xyzzy~a черная кошка с xyzzy",
                "uk~bg~кіт і собака~котка и куче",
                "en~bg~red apple red~червена ябълка червен",
                "auto~en~红苹果和猫~red apple and cat",
                "en~zh~cat and dog~猫 和 狗",
                "auto~en~pomme rouge~red apple",
                "auto~en~a cat~a cat",
                "de~en~Hund~dog",
                "auto~en~un chien et un chat~one dog and one cat",
            })
    void namesAreTranslatedTheLongestFirst(String from, String to, String text, String expected) throws Exception {
        assertThat(translate(Map.of("text", text, "from", from, "to", to)).text())
                .isEqualTo(expected);
    }

    @Test
    void unknownWordsAreListedOnce() throws Exception {
        var out = translate(Map.of("text", "котка до Борис, Борис 7", "to", "en"));
        assertThat(out.text()).isEqualTo("cat до Борис, Борис 7");
        assertThat(out.unknown()).containsExactly("до", "Борис");
        assertThat(out.from()).isEqualTo("bg");
    }

    @Test
    void aTableOfOnesOwnComesFirst() throws Exception {
        Files.writeString(root.resolve("own.csv"), "bg,en\nкотка|мацка,kitty cat\nБай Ганьо,uncle Ganyo\n");
        var out = translate(Map.of("text", "мацка и бай ганьо", "to", "en", "table", "own.csv"));
        assertThat(out.text()).isEqualTo("kitty cat and uncle Ganyo");
        Files.writeString(root.resolve("own.csv"), "bg,xx\nкотка,cat\n");
        assertThatThrownBy(() -> translate(Map.of("text", "котка", "table", "own.csv")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("xx", "en, bg");
    }

    @Test
    void theTableIsWhole() {
        assertThat(NameTable.rows()).hasSizeGreaterThan(1500).allSatisfy(row -> {
            assertThat(row).hasSize(Language.values().length);
            assertThat(row).noneMatch(String::isBlank);
        });
    }
}
