package dev.zograf.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {

    @Test
    void readsWidthAndHeight() {
        assertThat(new SizeConverter().convert("640x48")).hasToString("640x48");
        assertThat(new SizeConverter().convert("8X8")).hasToString("8x8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64x", "0x64", "-8x8", "64x64x3", "999999x1", "big"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> new SizeConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("such as 64x64");
    }
}
