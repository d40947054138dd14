package dev.zograf.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.json.JsonSpans.Span;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonSpansTest {

    @Test
    void everyValueIsFoundAsItIsWritten() {
        String text = "{ \"a\" : 12 ,\n\t\"b\":[1.5e3,\"x \\\" y\" , null,{}], \"c~/d\": {\"e\":true}, \"f\": -7}";
        JsonSpans spans = JsonSpans.of(text);

        assertThat(of(spans, "/a", text)).isEqualTo("12");
        assertThat(of(spans, "/b", text)).isEqualTo("[1.5e3,\"x \\\" y\" , null,{}]");
        assertThat(of(spans, "/b/0", text)).isEqualTo("1.5e3");
        assertThat(of(spans, "/b/1", text)).isEqualTo("\"x \\\" y\"");
        assertThat(of(spans, "/b/2", text)).isEqualTo("null");
        assertThat(of(spans, "/b/3", text)).isEqualTo("{}");
        assertThat(of(spans, "/c~0~1d/e", text)).isEqualTo("true");
        assertThat(of(spans, "/f", text)).isEqualTo("-7");
        assertThat(of(spans, "", text)).isEqualTo(text);
        assertThat(spans.find("/g")).isEmpty();
    }

    @Test
    void aSpanOfARandomDocumentParsesToItsValue() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            Object value = Map.of("x", random(random, 4));
            String text = spaced(JsonText.write(value), random);
            JsonSpans spans = JsonSpans.of(text);
            check(spans, "", text);
        }
    }

    private static void check(JsonSpans spans, String pointer, String text) {
        String part = of(spans, pointer, text);
        Object value = JsonText.parse(part).orElse("null");
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, entry) -> {
                String inner = new Place(pointer, 0, 0).pointer(String.valueOf(name));
                assertThat(JsonText.parse(of(spans, inner, text)).orElse("null"))
                        .isEqualTo(entry);
                check(spans, inner, text);
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                assertThat(JsonText.parse(of(spans, pointer + "/" + i, text)).orElse("null"))
                        .isEqualTo(list.get(i));
            }
        }
    }

    private static Object random(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> random.nextInt(2000) - 1000L;
            case 1 -> random.nextDouble() * 1e-3;
            case 2 -> random.nextBoolean();
            case 3 -> "å\n\"/~" + random.nextInt(9) + "𝄞";
            case 4 -> Map.of("a/b", random(random, depth - 1), "~", random(random, depth - 1));
            default -> List.of(random(random, depth - 1), random(random, depth - 1));
        };
    }

    /** Blanks before and after what separates. */
    private static String spaced(String json, Random random) {
        StringBuilder out = new StringBuilder();
        boolean inText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"' && json.charAt(i - 1) != '\\') {
                inText = !inText;
            }
            boolean separator = !inText && ",:[]{}".indexOf(c) >= 0;
            out.append(separator ? " ".repeat(random.nextInt(3)) : "").append(c);
            out.append(separator && random.nextBoolean() ? "\n" : "");
        }
        return out.toString();
    }

    private static String of(JsonSpans spans, String pointer, String text) {
        return spans.find(pointer).map((Span span) -> span.of(text)).orElse("nothing at " + pointer);
    }
}
