package dev.zograf.contrib.chat.imagine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.contrib.chat.imagine.OrderReader.Mistake;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderReaderTest {

    private final OrderReader reader = new OrderReader(Rules.DEFAULT, () -> 77);

    @Test
    void takesDefaultsOfTheModelAndASeedThatIsDrawn() {
        Recipe recipe = reader.read("a red apple");
        assertThat(recipe).isEqualTo(new Recipe("emoji", "a red apple", "", 0, 0, 20, 4, 0.15, Recipe.from(77), false));
        assertThat(recipe.pictures()).containsExactly(List.of(77L), List.of(78L), List.of(79L), List.of(80L));
    }

    @Test
    void takesOptionsAnywhere() {
        Recipe recipe =
                reader.read("a cat \u2014seed 4294967295 on grass --size 64X128 --no blurry dark --steps 8 in spring"
                        + " --cfg 2.5 --MODEL Emoji");
        assertThat(recipe.prompt()).isEqualTo("a cat on grass in spring");
        assertThat(recipe.negative()).isEqualTo("blurry dark");
        assertThat(recipe.pictures().get(1)).containsExactly(0L);
        assertThat(recipe.width()).isEqualTo(64);
        assertThat(recipe.height()).isEqualTo(128);
        assertThat(recipe.steps()).isEqualTo(8);
        assertThat(recipe.cfg()).isEqualTo(2.5);
    }

    @Test
    void dropsSignsThatNobodySees() {
        assertThat(reader.read("a\u0000 \u202ecat\u200b\n\u2028dog \ud83d\udc68\u200d\ud83c\udf73")
                        .prompt())
                .isEqualTo("a cat dog \ud83d\udc68\u200d\ud83c\udf73");
    }

    @Test
    void saysWhatIsWrong() {
        wrong("", "Say what to paint");
        wrong("--seed 1", "Say what to paint");
        wrong("a --sed 1", "no option --sed; there are --cfg, --model, --no, --seed, --size, --steps");
        wrong("a --seed", "--seed needs a value");
        wrong("a --seed -1", "--seed is a number from 0 to 4294967295");
        wrong("a --seed 1.5", "--seed is a whole number");
        wrong("a --seed 1e9999999", "--seed is a number");
        wrong("a --steps 51", "--steps is from 1 to 50, not 51");
        wrong("a --size 64", "--size is WIDTHxHEIGHT");
        wrong("a --size 64x65", "multiples of 8, such as 64");
        wrong("a --size 64x2048", "from 32 to 1024");
        wrong("a --model ../secret", "There is no model ../secret here; there are emoji");
        wrong("a".repeat(2001), "at most 2000 letters");
    }

    private void wrong(String text, String message) {
        assertThatThrownBy(() -> reader.read(text)).isInstanceOf(Mistake.class).hasMessageContaining(message);
    }

    @Test
    void nothingThatIsTypedDoesMoreThanBeWrong() {
        Random random = new Random(1);
        String[] words = {
            "--seed", "--size", "--no", "\u2014", "--", "1", "64x64", "\ud83d", "\u0301", " ", "x", "$\\{1}"
        };
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(8); k >= 0; k--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                Recipe recipe = reader.read(text.toString());
                assertThat(Recipe.read(recipe.toJson(), "x")).isEqualTo(recipe);
            } catch (Mistake expected) {
                assertThat(expected).hasMessageMatching("(?s).*[.:].*");
            }
        }
    }
}
