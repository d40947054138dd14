package dev.zograf.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonConfigTest {

    private static Map<String, Object> parse(String text) {
        return JsonConfig.parse("config.json", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(parse("{\"a\": 1, \"b\": [1.5, \"x\", true, null], \"c\": {\"d\": -3}, \"e\": 1e3}"))
                .containsEntry("a", 1L)
                .containsEntry("b", java.util.Arrays.asList(1.5, "x", true, null))
                .containsEntry("c", Map.of("d", -3L))
                .containsEntry("e", 1000.0);
    }

    @Test
    void readsWhatPythonWritesForSpecialNumbers() {
        assertThat(parse("{\"a\": -Infinity, \"b\": Infinity, \"c\": NaN}"))
                .isEqualTo(Map.of("a", Double.NEGATIVE_INFINITY, "b", Double.POSITIVE_INFINITY, "c", Double.NaN));
    }

    @Test
    void keepsOrderAndLargeNumbers() {
        Map<String, Object> map = parse("{\"z\": 9007199254740993, \"a\": 99999999999999999999}");
        assertThat(map.keySet()).containsExactlyElementsOf(List.of("z", "a"));
        assertThat(map.get("z")).isEqualTo(9007199254740993L);
        assertThat(map.get("a")).isEqualTo(new java.math.BigInteger("99999999999999999999"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "3",
                "{",
                "{\"a\": 1} x",
                "{\"a\": 1}{}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": {\"b\": 1, \"b\": 1}}",
                "{'a': 1}",
                "{\"a\": 01}",
                "{\"a\": }",
                "{\"a\": [1,}",
                "{\"a\": \"\u0001\"}"
            })
    void refusesWhatIsNoObject(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(BadFileException.class)
                .hasMessageStartingWith("config.json: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> parse("{\"a\": " + "[".repeat(100_000)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void refusesBrokenUtf8() {
        assertThatThrownBy(() -> JsonConfig.parse("v.json", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOf(BadFileException.class);
    }

    @Test
    void saysWhatIsWrongAndNothingOfTheReader() {
        assertThatThrownBy(() -> parse("{\"weight_map\": {"))
                .hasMessageContaining("expected close marker for Object")
                .hasMessageNotContaining("REDACTED");
    }
}
