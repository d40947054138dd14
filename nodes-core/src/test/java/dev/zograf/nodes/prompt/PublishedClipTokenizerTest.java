package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedClipTokenizerTest {

    @Test
    void knowsThePublishedIds() {
        ClipTokenizer tokenizer = PublishedClipTokenizer.transformers(77, 49407);

        assertThat(tokenizer.encode("A Photo of a cat")).containsExactly(49406, 320, 1125, 539, 320, 2368, 49407);
        assertThat(tokenizer.encodePadded("")).hasSize(77).endsWith(49407);
        assertThat(tokenizer.encode("<|startoftext|>")).containsExactly(49406, 49406, 49407);
    }

    @Test
    void openClipFillsUpWithZerosAndHasNothingSpecial() {
        ClipTokenizer tokenizer = PublishedClipTokenizer.openClip(77);

        assertThat(tokenizer.encodePadded("a red car."))
                .startsWith(49406, 320, 736, 1615, 269, 49407, 0)
                .endsWith(0);
        assertThat(tokenizer.encode("tail <|endoftext|> after"))
                .containsExactly(49406, 4132, 27, 347, 40786, 4160, 91, 285, 953, 49407);
    }
}
