package dev.zograf.runtime.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.json.Problem;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComfyPromptTest {

    private static final String PROMPT = """
            {"3": {"class_type": "KSampler", "_meta": {"title": "first"}, "is_changed": [NaN],
                   "inputs": {"seed": 18446744073709551615, "model": ["4", 0], "cfg": 8.5, "list": {"__value__": [1, 2]}}},
             "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "a.safetensors"}}}
            """;

    @Test
    void readsNodesLinksAndLiterals() {
        ComfyPrompt.Reading reading = ComfyPrompt.read(PROMPT);

        assertThat(reading.problems()).isEmpty();
        ComfyPrompt.Node sampler = reading.prompt().orElseThrow().nodes().get("3");
        assertThat(sampler.classType()).isEqualTo("KSampler");
        assertThat(sampler.title()).isEqualTo("first");
        assertThat(sampler.inputs().get("model"))
                .isInstanceOfSatisfying(
                        Link.class, link -> assertThat(link.node()).isEqualTo("4"));
        assertThat(sampler.inputs().get("seed").json()).hasToString("18446744073709551615");
        assertThat(sampler.inputs().get("list"))
                .isInstanceOfSatisfying(
                        Literal.class, list -> assertThat(list.value()).isEqualTo(List.of(1L, 2L)));
        assertThat(sampler.at().line()).isEqualTo(1);
    }

    @Test
    void readsWhatAClientPosts() {
        ComfyPrompt.Reading reading = ComfyPrompt.read("{\"client_id\": \"a\", \"prompt\": " + PROMPT + "}");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.prompt().orElseThrow().nodes()).containsOnlyKeys("3", "4");
    }

    @Test
    void readsWhatServicesWrap() {
        for (String wrapped : List.of(
                "{\"input\": {\"workflow\": %s, \"images\": []}}",
                "{\"input\": {\"prompt\": %s}}", "{\"workflow\": {\"nodes\": [], \"links\": []}, \"output\": %s}")) {
            ComfyPrompt.Reading reading = ComfyPrompt.read(wrapped.formatted(PROMPT));

            assertThat(reading.problems()).as(wrapped).isEmpty();
            assertThat(reading.prompt().orElseThrow().nodes()).as(wrapped).containsOnlyKeys("3", "4");
        }
    }

    @Test
    void writesWhatItReads() {
        ComfyPrompt prompt = ComfyPrompt.read(PROMPT).prompt().orElseThrow();

        ComfyPrompt again = ComfyPrompt.read(prompt.toJson()).prompt().orElseThrow();

        assertThat(again.toMap()).isEqualTo(prompt.toMap());
    }

    @Test
    void namesEveryMistakeWithItsPlace() {
        ComfyPrompt.Reading reading = ComfyPrompt.read("""
                {"1": {"inputs": {}},
                 "2": [],
                 "3": {"class_type": "A", "inputs": {"a": ["1"], "b": ["1", -1], "c": ["1", 0.5]}},
                 "3": {"class_type": "A"}}
                """);

        assertThat(reading.problems())
                .extracting(Problem::pointer)
                .containsExactly("/3", "/1", "/2", "/3/inputs/a", "/3/inputs/b", "/3/inputs/c");
        assertThat(reading.problems()).extracting(Problem::line).containsExactly(4, 1, 2, 3, 3, 3);
    }

    @Test
    void refusesWhatIsTooDeepOrTooMuch() {
        assertThat(ComfyPrompt.read("[".repeat(100_000)).problems()).hasSize(1);
        assertThat(ComfyPrompt.read("").problems()).hasSize(1);
        assertThat(ComfyPrompt.read("7").problems()).hasSize(1);
        assertThat(ComfyPrompt.read("{}").problems()).hasSize(1);
    }

    @Test
    void takesDamagedTextsWithoutAnException() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder(PROMPT);
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                int at = random.nextInt(Math.max(1, text.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.replace(at, Math.min(text.length(), at + 1), "");
                    case 1 -> text.insert(at, "{}[]\",:0e-\\\u0000n".charAt(random.nextInt(13)));
                    default -> text.setLength(Math.max(1, at));
                }
            }

            ComfyPrompt.Reading reading = ComfyPrompt.read(text.toString());

            assertThat(reading.prompt().isPresent() || !reading.problems().isEmpty())
                    .isTrue();
            reading.prompt()
                    .ifPresent(prompt ->
                            new ComfyImport(ComfyClasses.core()).of(prompt, "").complaints());
        }
    }
}
