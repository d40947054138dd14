package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zograf.Run;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pictures need of memory, said before and held to. */
class MemoryTest {

    private static final String PAINT = """
            { "zograf": 1,
              "inputs": { "side": { "type": "integer", "default": 256 } },
              "nodes": {
                "model":  { "type": "load-model@1", "in": { "model": "emoji" } },
                "prompt": { "type": "encode-text@1", "in": { "encoder": {"from": "model.text"}, "text": "a red apple" } },
                "none":   { "type": "encode-text@1", "in": { "encoder": {"from": "model.text"}, "text": "" } },
                "empty":  { "type": "empty-latent@1", "in": { "model": {"from": "model.denoiser"}, "width": {"from": "inputs.side"}, "height": {"from": "inputs.side"} } },
                "sample": { "type": "sample@1", "in": { "model": {"from": "model.denoiser"}, "positive": {"from": "prompt.conditioning"},
                            "negative": {"from": "none.conditioning"}, "latent": {"from": "empty.latent"}, "steps": 3, "cfg": 4 } },
                "decode": { "type": "decode@1", "in": { "vae": {"from": "model.vae"}, "latent": {"from": "sample.latent"} } } },
              "outputs": { "image": {"from": "decode.image"} } }
            """;

    @TempDir
    Path folder;

    private Map<?, ?> check(String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("w.json"), PAINT);
        String[] args = new String[more.length + 4];
        List.of("check", "--memory", "--json", file.toString()).toArray(args);
        System.arraycopy(more, 0, args, 4, more.length);
        Result result = CommandLine.run(args);
        Map<?, ?> out = (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
        assertThat(result.code())
                .as(result.out() + result.err())
                .isEqualTo(out.get("ok").equals(true) ? 0 : 2);
        return (Map<?, ?>) out.get("memory");
    }

    private static long number(Map<?, ?> from, String key) {
        return ((Number) from.get(key)).longValue();
    }

    @Test
    void estimatesWithoutRunning() throws IOException {
        Map<?, ?> small = check();
        Map<?, ?> large = check("--set", "side=512");
        assertThat(small.get("at")).isEqualTo("vae_decoder");
        assertThat(((List<?>) small.get("networks"))
                        .stream().map(each -> String.valueOf(((Map<?, ?>) each).get("network"))))
                .containsExactly("text_encoder", "unet", "vae_decoder");
        assertThat(((List<?>) small.get("choices"))).isEmpty();
        Map<?, ?> decoder = (Map<?, ?>) ((List<?>) small.get("networks")).get(2);
        Map<?, ?> larger = (Map<?, ?>) ((List<?>) large.get("networks")).get(2);
        // Four times the pixels are four times the numbers of a convolutional network.
        assertThat(number(larger, "working") / (double) number(decoder, "working"))
                .isBetween(3.9, 4.3);
        assertThat(number(larger, "weights")).isEqualTo(number(decoder, "weights"));
        assertThat(number(small, "minimum")).isLessThan(number(small, "peak"));
    }

    @Test
    void choosesWhatFitsABudgetAndSaysTheMinimum() throws IOException {
        Map<?, ?> free = check("--set", "side=512");
        long minimum = number(free, "minimum");
        long budget = minimum + minimum / 20;
        Map<?, ?> tight = check("--set", "side=512", "--budget", budget + "B");
        assertThat(tight.get("fits")).isEqualTo(true);
        assertThat(number(tight, "peak")).isLessThanOrEqualTo(budget);
        assertThat(((List<?>) tight.get("choices")).stream().map(String::valueOf))
                .anyMatch(choice -> choice.contains("decodes in tiles of"));
        Map<?, ?> refused = check("--set", "side=512", "--budget", minimum * 9 / 10 + "B");
        assertThat(refused.get("fits")).isEqualTo(false);
        assertThat(number(refused, "minimum")).isEqualTo(minimum);
    }

    @Test
    void aRunWithinABudgetPaintsNearlyTheSame() throws IOException {
        long minimum = number(check(), "minimum");
        Image free = paint(Zograf.builder().build(), 256);
        Image tight =
                paint(Zograf.builder().memoryBudget(minimum + minimum / 20).build(), 256);
        assertThat(tight.width()).isEqualTo(256);
        double error = 0;
        float[] a = free.pixels().toArray();
        float[] b = tight.pixels().toArray();
        for (int i = 0; i < a.length; i++) {
            error += (a[i] - b[i]) * (a[i] - b[i]) / a.length;
        }
        assertThat(-10 * Math.log10(error)).as("dB").isGreaterThan(20);
        try (Zograf starved = Zograf.builder().memoryBudget(minimum / 20).build()) {
            assertThat(catchThrowable(() -> starved.run(starved.read(PAINT))))
                    .hasMessageContaining("needs about")
                    .hasMessageContaining("or allow it at least");
        }
    }

    /** With less than its weights take, a network is computed part by part: the same picture as with weights that stay as they are stored. */
    @Test
    void aBudgetBelowTheWeightsPaintsTheSame() throws IOException {
        Map<?, ?> found = check("--set", "side=64", "--optimize", "small");
        Map<?, ?> unet = (Map<?, ?>) ((List<?>) found.get("networks")).get(1);
        long budget = number(unet, "working") + number(unet, "weights") * 2 / 3;
        assertThat(number(found, "minimum")).isLessThan(budget);
        assertThat(((List<?>) check("--set", "side=64", "--budget", budget + "B")
                                .get("choices"))
                        .stream().map(String::valueOf))
                .anyMatch(choice -> choice.startsWith("unet: its weights are loaded in parts"));

        Image whole = paint(Zograf.builder().optimize("small").build(), 64);
        Image parts = paint(Zograf.builder().memoryBudget(budget).build(), 64);
        assertThat(parts.pixels().toArray()).isEqualTo(whole.pixels().toArray());
    }

    private static Image paint(Zograf engine, int side) {
        try (engine) {
            return engine.run(engine.read(PAINT).with("side", side)).get("image", Image.class);
        }
    }

    @Test
    void anAbsurdSizeTakesNobodyElseDown() {
        try (Zograf engine = Zograf.builder().build()) {
            Workflow workflow = engine.read(PAINT).with("side", 64);
            Run good = engine.start(workflow);
            assertThat(catchThrowable(() -> engine.run(engine.read(PAINT).with("side", 16384))))
                    .hasMessageMatching("(?s).*(needs about|OutOfMemoryError|more memory than there is).*")
                    .hasMessageContaining("hoose a smaller size");
            Image image = good.join().get("image", Image.class);
            assertThat(engine.run(engine.read(PAINT).with("side", 64))
                            .get("image", Image.class)
                            .pixels()
                            .toArray())
                    .isEqualTo(image.pixels().toArray());
        }
    }
}
