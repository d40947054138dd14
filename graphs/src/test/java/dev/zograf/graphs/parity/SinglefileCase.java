package dev.zograf.graphs.parity;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;

/**
 * The family {@code singlefile}: whole models and autoencoders as files in the layouts of the original projects, with the configurations
 * of the folder of diffusers that has the same weights.
 */
final class SinglefileCase implements ParityCase {

    private final ParityCase pipelines = new Sd15Case();

    @Override
    public void run(Golden golden) throws Exception {
        String runner = golden.config().text("runner");
        if (runner.equals("vae_roundtrip")) {
            roundtrip(golden);
        } else {
            pipelines.run(golden);
        }
    }

    private static void roundtrip(Golden golden) {
        String json = """
                { "zograf": 1,
                  "inputs": { "vae": { "type": "text" }, "config": { "type": "text" },
                              "image": { "type": "image" }, "latent": { "type": "latent" } },
                  "nodes": {
                    "vae": { "type": "load-vae@1", "in": {
                      "vae": { "from": "inputs.vae" }, "config": { "from": "inputs.config" } } },
                    "encode": { "type": "encode@1", "in": {
                      "vae": { "from": "vae.vae" }, "image": { "from": "inputs.image" } } },
                    "decode": { "type": "decode@1", "in": {
                      "vae": { "from": "vae.vae" }, "latent": { "from": "inputs.latent" } } } },
                  "outputs": { "latent": { "from": "encode.latent" }, "image": { "from": "decode.image" } } }
                """;
        NetworkLog log = new NetworkLog();
        try (Zograf engine = Zograf.builder().networkTap(log).build()) {
            Workflow workflow = engine.read(json)
                    .with("vae", golden.path(golden.config().text("checkpoint")))
                    .with("config", golden.path(golden.config().text("model")))
                    .with("image", Image.of(golden.input("x").map(v -> (v + 1) / 2)))
                    .with("latent", Latent.of(golden.input("z")));
            engine.run(workflow);
        }
        FloatTensor moments = log.of("vae_encoder").get(0).get("moments");
        int channels = moments.dim(1) / 2;
        golden.compare("mean", moments.slice(1, 0, channels));
        golden.compare("logvar", moments.slice(1, channels, 2 * channels).clamp(-30, 20));
        golden.compare("decoded", log.of("vae_decoder").get(0).get("image"));
    }
}
