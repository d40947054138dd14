package dev.zograf.graphs.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.runtime.network.NetworkTap;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The family {@code upscalers}: a picture through a super-resolution network, or through a tiny autoencoder and back. */
final class UpscalerCase implements ParityCase {

    private static final String WORKFLOW = """
            { "zograf": 1,
              "inputs": {
                "model": { "type": "text" }, "activation": { "type": "text" }, "image": { "type": "text" } },
              "nodes": {
                "load": { "type": "load-image@1", "in": { "image": { "from": "inputs.image" } } },
                "model": {
                  "type": "load-upscaler@1",
                  "in": { "model": { "from": "inputs.model" }, "activation": { "from": "inputs.activation" } } },
                "upscale": {
                  "type": "upscale@1",
                  "in": { "upscaler": { "from": "model.upscaler" }, "image": { "from": "load.image" } } } },
              "outputs": { "input": { "from": "load.image" }, "output": { "from": "upscale.image" } } }
            """;

    private static final String TINY_VAE = """
            { "zograf": 1,
              "inputs": { "model": { "type": "text" }, "image": { "type": "text" } },
              "nodes": {
                "load": { "type": "load-image@1", "in": { "image": { "from": "inputs.image" } } },
                "model": { "type": "load-vae@1", "in": { "vae": { "from": "inputs.model" } } },
                "encode": {
                  "type": "encode@1", "in": { "vae": { "from": "model.vae" }, "image": { "from": "load.image" } } },
                "decode": {
                  "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "encode.latent" } } } },
              "outputs": {
                "input": { "from": "load.image" }, "latent": { "from": "encode.latent" }, "image": { "from": "decode.image" } } }
            """;

    @Override
    public void run(Golden golden) {
        Path model = golden.path(golden.config().text("model"));
        if (golden.config().text("runner", "upscale").equals("taesd")) {
            runTinyVae(golden, model);
            return;
        }
        List<FloatTensor> raw = new CopyOnWriteArrayList<>();
        NetworkTap tap = (network, inputs, outputs) -> raw.add(outputs.get("out"));
        try (Zograf engine = Zograf.builder().networkTap(tap).build()) {
            Workflow workflow = engine.read(WORKFLOW)
                    .with("model", model)
                    .with("activation", golden.config().text("activation", "from-file"))
                    .with("image", golden.path(golden.config().text("image")));
            Outputs outputs = engine.run(workflow);
            golden.compare("input", outputs.get("input", Image.class).pixels());
            FloatTensor picture = outputs.get("output", Image.class).pixels();
            boolean colourByColour = raw.size() == 3 && raw.get(0).dim(1) == 1;
            if (raw.size() == 1 || colourByColour) {
                // Networks that want sides of certain multiples are given more than the picture.
                FloatTensor whole =
                        FloatTensor.concat(1, raw).slice(2, 0, picture.dim(2)).slice(3, 0, picture.dim(3));
                golden.compare("output", whole);
                assertThat(picture.toArray()).containsExactly(whole.clamp(0, 1).toArray());
            } else {
                // In tiles there is no output before clipping: what lies outside must lie outside by clipping alone.
                FloatTensor expected = golden.expected("output");
                golden.compare(
                        "output",
                        picture.zip(expected, (ours, raws) -> raws >= 0 && raws <= 1 ? ours : clipped(ours, raws)));
            }
        }
    }

    private static void runTinyVae(Golden golden, Path model) {
        List<FloatTensor> decoded = new CopyOnWriteArrayList<>();
        NetworkTap tap = (network, inputs, outputs) -> {
            if (network.equals("vae_decoder")) {
                decoded.add(outputs.get("image"));
            }
        };
        try (Zograf engine = Zograf.builder().networkTap(tap).build()) {
            Workflow workflow = engine.read(TINY_VAE)
                    .with("model", model)
                    .with("image", golden.path(golden.config().text("image")));
            Outputs outputs = engine.run(workflow);
            golden.compare("x", outputs.get("input", Image.class).pixels().map(v -> v * 2 - 1));
            golden.compare("latents", outputs.get("latent", Latent.class).samples());
            golden.compare("decoded", decoded.get(0));
        }
    }

    private static double clipped(double ours, double raw) {
        return ours == Math.min(Math.max(raw, 0), 1) ? raw : ours;
    }
}
