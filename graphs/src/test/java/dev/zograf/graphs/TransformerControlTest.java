package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ControlNets that see pictures as latents paint what diffusers' pipelines paint with them. */
class TransformerControlTest {

    private static final String MASK = ", \"mask\": { \"from\": \"mask.mask\" }";
    private static final String VAE = ", \"vae\": { \"from\": \"model.vae\" }";

    private static Zograf zograf;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder().build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    private static Path resource(String name) {
        return Checkout.file("graphs/src/test/resources/transformer-control/" + name);
    }

    /** @param more further inputs of the node that applies the ControlNet */
    private static BufferedImage painted(String model, String net, String prompt, double cfg, String more) {
        String json = """
                { "zograf": 1,
                  "inputs": { "model": { "type": "text" }, "net": { "type": "text" }, "hint": { "type": "text" },
                    "mask": { "type": "text" }, "prompt": { "type": "text" }, "cfg": { "type": "number" } },
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" } } },
                    "net": { "type": "load-controlnet@1", "in": { "controlnet": { "from": "inputs.net" } } },
                    "hint": { "type": "load-image@1", "in": { "image": { "from": "inputs.hint" } } },
                    "mask": { "type": "load-mask@1", "in": { "image": { "from": "inputs.mask" }, "channel": "red" } },
                    "prompt": { "type": "encode-text@1", "in": {
                      "encoder": { "from": "model.text" }, "text": [ { "from": "inputs.prompt" } ] } },
                    "negative": { "type": "encode-text@1", "in": {
                      "encoder": { "from": "model.text" }, "text": [ "blurry" ] } },
                    "control": { "type": "apply-controlnet@1", "in": {
                      "positive": { "from": "prompt.conditioning" }, "negative": { "from": "negative.conditioning" },
                      "controlnet": { "from": "net.controlnet" }, "image": { "from": "hint.image" },
                      "strength": 0.7 MORE } },
                    "latent": { "type": "empty-latent@1", "in": {
                      "model": { "from": "model.denoiser" }, "width": 32, "height": 32 } },
                    "sample": { "type": "sample@1", "in": {
                      "model": { "from": "model.denoiser" }, "positive": { "from": "control.positive" },
                      "negative": { "from": "control.negative" }, "latent": { "from": "latent.latent" },
                      "seed": 7, "steps": 3, "cfg": { "from": "inputs.cfg" } } },
                    "decode": { "type": "decode@1", "in": {
                      "vae": { "from": "model.vae" }, "latent": { "from": "sample.latent" } } } },
                  "outputs": { "image": { "from": "decode.image" } } }
                """;
        Workflow workflow = zograf.read(json.replace("MORE", more))
                .with("model", Checkout.file("graphs/src/test/resources/parity/_models/" + model))
                .with("net", resource(net))
                .with("hint", resource("hint.png"))
                .with("mask", resource("mask.png"))
                .with("prompt", prompt)
                .with("cfg", cfg);
        return zograf.run(workflow).image("image");
    }

    @ParameterizedTest
    @CsvSource({
        "sd3-tiny, sd3, a castle, 5, ''",
        "sd3-tiny, alimama, a castle, 5, mask",
        "flux-tiny, flux, a fox, 3.5, ''"
    })
    void paintsWhatDiffusersPaints(String model, String net, String prompt, double cfg, String mask) {
        BufferedImage made = painted(model, net + "-net", prompt, cfg, VAE + (mask.isEmpty() ? "" : MASK));

        assertThat(Pictures.meanDifference(made, Pictures.read(resource(net + ".png"))))
                .isLessThan(0.05);
    }

    /** FLUX.1 Fill, a transformer with channels for the picture and each pixel of the mask. */
    @Test
    void repaintsWhatDiffusersRepaints() {
        String json = """
                { "zograf": 1,
                  "inputs": { "model": { "type": "text" }, "transformer": { "type": "text" }, "hint": { "type": "text" },
                    "mask": { "type": "text" } },
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" } } },
                    "fill": { "type": "load-unet@1", "in": {
                      "unet": { "from": "inputs.transformer" } } },
                    "hint": { "type": "load-image@1", "in": { "image": { "from": "inputs.hint" } } },
                    "mask": { "type": "load-mask@1", "in": { "image": { "from": "inputs.mask" }, "channel": "red" } },
                    "prompt": { "type": "encode-text@1", "in": {
                      "encoder": { "from": "model.text" }, "text": [ "a fox" ] } },
                    "keep": { "type": "inpaint-conditioning@1", "in": {
                      "vae": { "from": "model.vae" }, "image": { "from": "hint.image" }, "mask": { "from": "mask.mask" },
                      "positive": { "from": "prompt.conditioning" } } },
                    "sample": { "type": "sample@1", "in": {
                      "model": { "from": "fill.denoiser" }, "positive": { "from": "keep.positive" },
                      "latent": { "from": "keep.latent" }, "seed": 7, "steps": 3, "cfg": 3.5 } },
                    "decode": { "type": "decode@1", "in": {
                      "vae": { "from": "model.vae" }, "latent": { "from": "sample.latent" } } } },
                  "outputs": { "image": { "from": "decode.image" } } }
                """;
        Workflow workflow = zograf.read(json)
                .with("model", Checkout.file("graphs/src/test/resources/parity/_models/flux-tiny"))
                .with("transformer", resource("fill-transformer"))
                .with("hint", resource("hint.png"))
                .with("mask", resource("mask.png"));

        assertThat(Pictures.meanDifference(zograf.run(workflow).image("image"), Pictures.read(resource("fill.png"))))
                .isLessThan(0.05);
    }

    @Test
    void saysWhatItNeeds() {
        assertThatThrownBy(() -> painted("sd3-tiny", "sd3-net", "a castle", 5, ""))
                .hasStackTraceContaining("This ControlNet sees pictures as latents");
        assertThatThrownBy(() -> painted("flux-tiny", "sd3-net", "a castle", 3.5, VAE))
                .hasStackTraceContaining("This ControlNet is for Stable Diffusion 3, but the model is another one");
        assertThatThrownBy(() -> painted("sd3-tiny", "flux-net", "a castle", 5, VAE))
                .hasStackTraceContaining("FLUX");
    }
}
