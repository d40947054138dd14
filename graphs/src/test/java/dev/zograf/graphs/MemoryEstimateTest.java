package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.bench.checkpoint.Checkpoints;
import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code zograf check --memory} says of SD 1.5 beside the peaks of processes that painted with it (docs/memory.md). */
class MemoryEstimateTest {

    private static final String PAINT = """
            { "zograf": 1,
              "inputs": { "model": { "type": "text" }, "side": { "type": "integer" }, "tile": { "type": "integer" } },
              "nodes": {
                "model":  { "type": "load-model@1", "in": { "model": {"from": "inputs.model"} } },
                "prompt": { "type": "encode-text@1", "in": { "encoder": {"from": "model.text"}, "text": "a red apple" } },
                "empty":  { "type": "empty-latent@1", "in": { "model": {"from": "model.denoiser"}, "width": {"from": "inputs.side"},
                            "height": {"from": "inputs.side"} } },
                "sample": { "type": "sample@1", "in": { "model": {"from": "model.denoiser"}, "positive": {"from": "prompt.conditioning"},
                            "latent": {"from": "empty.latent"}, "steps": 1, "cfg": 7.5, "sampler": "euler" } },
                "decode": { "type": "decode@1", "in": { "vae": {"from": "model.vae"}, "latent": {"from": "sample.latent"},
                            "tile": {"from": "inputs.tile"} } } },
              "outputs": { "image": {"from": "decode.image"} } }
            """;

    @TempDir
    static Path folder;

    @ParameterizedTest(name = "{0} in tiles of {1}: {2} GB")
    @CsvSource({"256, 0, 3.09", "384, 0, 3.45", "512, 0, 3.92", "512, 256, 3.20"})
    void isNearTheMeasuredPeak(int side, int tile, double measured) throws IOException {
        Path model = new Checkpoints(folder, false).stableDiffusionOfZeros();
        Path file = Files.writeString(folder.resolve("w.json"), PAINT);
        Result result = CommandLine.run(
                "check",
                "--memory",
                "--json",
                "--set",
                "model=" + model,
                "--set",
                "side=" + side,
                "--set",
                "tile=" + tile,
                file.toString());
        Map<?, ?> out = (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
        long process = ((Number) ((Map<?, ?>) out.get("memory")).get("process")).longValue();
        assertThat(process / 1e9 / measured).as(result.out()).isBetween(0.9, 1.15);
    }
}
