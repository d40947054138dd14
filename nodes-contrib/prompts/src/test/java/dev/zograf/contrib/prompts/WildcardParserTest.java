package dev.zograf.contrib.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.contrib.prompts.Template.Choice;
import dev.zograf.contrib.prompts.Template.Literal;
import dev.zograf.contrib.prompts.Template.Option;
import dev.zograf.contrib.prompts.WildcardParser.SyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WildcardParserTest {

    private static final Choice LIST =
            Choice.of(1, 1, "", List.of(new Option(1, new Literal("cat")), new Option(1, new Literal("dog"))));

    private static Template parse(String text) {
        return WildcardParser.parse(text, name -> LIST);
    }

    private static List<String> all(String text) {
        Combinations all = new Combinations(parse(text));
        return LongStream.range(0, all.count()).mapToObj(all::text).toList();
    }

    @Test
    void combinationsComeInOrder() {
        assertThat(all("a {red|green|{light|dark} blue} {cat|}."))
                .containsExactly(
                        "a red cat.",
                        "a red .",
                        "a green cat.",
                        "a green .",
                        "a light blue cat.",
                        "a light blue .",
                        "a dark blue cat.",
                        "a dark blue .");
        assertThat(all("{2$$a|b|c}")).containsExactly("a, b", "a, c", "b, c");
        assertThat(all("{1-2$$ + $$a|{b|B}}")).containsExactly("a", "b", "B", "a + b", "a + B");
        assertThat(all("a __animals/cats__!")).containsExactly("a cat!", "a dog!");
        assertThat(all("{2::x|0::y|0.5::z}")).containsExactly("x", "z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "plain | text~plain | text",
                "\\{a\\|b\\}~{a|b}",
                "a \\(b:1.2\\) \\\\~a \\(b:1.2\\) \\",
                "snake__case and __~snake__case and __",
                "\\__name__~__name__",
                "costs 5$$ a::b~costs 5$$ a::b",
            })
    void whatIsNoWildcardStays(String text, String expected) {
        assertThat(all(text)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a {b", "{", "a } b", "{a|{b}", "{0::a}", "{3$$a|b}", "{0$$a}", "{2-1$$a|b}", "{a|b\\}"})
    void mistakesAreNamedWithTheirPlace(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(SyntaxException.class)
                .hasMessageStartingWith("At character");
    }

    @Test
    void hostilePromptsAreRefused() {
        assertThatThrownBy(() -> parse("x".repeat(1 << 20)))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("characters");
        assertThatThrownBy(() -> parse("{".repeat(10_000)))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("deep");
        assertThatThrownBy(() -> parse("{" + "|".repeat(20_000) + "}"))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("options");
        assertThat(parse("_".repeat(WildcardParser.MAX_LENGTH)).count()).isEqualTo(1);
    }

    @Test
    void combinationsAreCountedWithoutOverflow() {
        Combinations all = new Combinations(parse("{a|b}".repeat(1000)));
        assertThat(all.count()).isEqualTo(Long.MAX_VALUE);
        assertThat(all.text(3)).isEqualTo("a".repeat(998) + "bb");
        assertThat(new Combinations(parse("{1-50$$" + "a|".repeat(99) + "a}")).count())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsPrintedIsReadAgain() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            Template template = parse(randomPrompt(random, 4));
            String printed = TemplatePrinter.print(template);
            assertThat(parse(printed)).as(printed).isEqualTo(template);
        }
    }

    @Test
    void eachDrawIsOneOfTheCombinations() {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            Template template = parse(randomPrompt(random, 2).replaceAll("\\d-\\d\\$\\$", ""));
            if (template.count() > 2000) {
                continue;
            }
            Combinations all = new Combinations(template);
            Set<String> texts = new HashSet<>();
            for (long n = 0; n < all.count(); n++) {
                texts.add(all.text(n));
            }
            for (long seed = 0; seed < 20; seed++) {
                assertThat(texts).contains(Draw.text(template, seed));
            }
        }
    }

    @Test
    void noiseIsReadOrRefusedButNeverBreaks() {
        Random random = new Random(3);
        String signs = "{}|$$__\\::12-a ";
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            try {
                Template template = parse(text.toString());
                assertThat(parse(TemplatePrinter.print(template))).isEqualTo(template);
            } catch (SyntaxException e) {
                assertThat(e).hasMessageStartingWith("At character");
            }
        }
    }

    private static String randomPrompt(Random random, int depth) {
        StringBuilder out = new StringBuilder();
        for (int part = random.nextInt(3); part >= 0; part--) {
            switch (random.nextInt(depth > 0 ? 5 : 3)) {
                case 0 -> out.append("a\\{\\|\\$ ");
                case 1 -> out.append("зелен");
                case 2 -> out.append("__list__");
                default -> {
                    int options = 1 + random.nextInt(4);
                    out.append('{');
                    if (random.nextBoolean()) {
                        int most = 1 + random.nextInt(options);
                        out.append(1 + random.nextInt(most))
                                .append('-')
                                .append(most)
                                .append("$$");
                    }
                    for (int i = 0; i < options; i++) {
                        out.append(i > 0 ? "|" : "").append(random.nextBoolean() ? "1.5::" : "");
                        out.append(randomPrompt(random, depth - 1));
                    }
                    out.append('}');
                }
            }
        }
        return out.toString();
    }
}
