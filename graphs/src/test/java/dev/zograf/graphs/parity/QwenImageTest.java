package dev.zograf.graphs.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.conditioning.TextMask;
import dev.zograf.nodes.loaders.QwenLatents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is painted by a random model against diffusers 0.42.1: the picture of {@code QwenImagePipeline} by {@code load-model}, and by {@code
 * load-unet} latents of prompts that are given as encodings, its own and, with two pictures to look at, those of {@code
 * QwenImageEditPlusPipeline}.
 */
class QwenImageTest {

    private static Path folder;
    private static TensorFile golden;

    @BeforeAll
    static void read() throws Exception {
        folder = ParityTest.root().resolve("_models/qwen-image-tiny");
        golden = TensorFile.read(Path.of(
                QwenImageTest.class.getResource("/qwen-image/case.safetensors").toURI()));
    }

    @Test
    void paintsPicturesAsDiffusersDoes() {
        String json = """
                { "zograf": 1,
                  "inputs": { "model": { "type": "text" }, "noise": { "type": "noise" } },
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" } } },
                    "kept": { "type": "keep-norm@1", "in": { "model": { "from": "model.denoiser" } } },
                    "scheduler": { "type": "scheduler@1", "in": { "model": { "from": "model.denoiser" } } },
                    "positive": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a red fox in fresh snow" } },
                    "negative": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "blurry" } },
                    "guider": {
                      "type": "cfg-guider@1",
                      "in": { "positive": { "from": "positive.conditioning" }, "negative": { "from": "negative.conditioning" }, "cfg": 4 } },
                    "empty": {
                      "type": "empty-latent@1",
                      "in": { "model": { "from": "model.denoiser" }, "width": 64, "height": 96 } },
                    "sample": {
                      "type": "sample-custom@1",
                      "in": { "model": { "from": "kept.model" }, "guider": { "from": "guider.guider" },
                              "sampler": { "from": "scheduler.sampler" }, "schedule": { "from": "scheduler.schedule" },
                              "noise": { "from": "inputs.noise" }, "latent": { "from": "empty.latent" }, "steps": 5 } },
                    "decode": {
                      "type": "decode@1",
                      "in": { "vae": { "from": "model.vae" }, "latent": { "from": "sample.latent" } } } },
                  "outputs": { "image": { "from": "decode.image" } } }
                """;
        try (Zograf engine = Zograf.builder().build()) {
            Workflow workflow = engine.read(json)
                    .with("model", folder.toString())
                    .with("noise", new GivenNoise(List.of(golden.get("whole.noise"))));

            FloatTensor image = engine.run(workflow).get("image", Image.class).pixels();

            assertThat(image.shape()).containsExactly(1, 3, 96, 64);
            assertThat(image.toArray())
                    .containsExactly(golden.get("whole.image").toArray(), within(1e-3f));
        }
    }

    /** Guided, and with the norms that its pipelines keep. */
    @Test
    void paintsAsDiffusersDoes() {
        assertClose(paint(4, 5, conditioning("positive"), conditioning("negative"), 0), "painted");
    }

    /** A further token that is hidden changes nothing. */
    @Test
    void hidesPadding() {
        assertClose(paint(4, 5, padded("positive"), padded("negative"), 0), "painted");
    }

    @Test
    void paintsWithoutGuidance() {
        assertClose(paint(1, 3, conditioning("positive"), conditioning("negative"), 0), "unguided");
    }

    @Test
    void looksAtPicturesAsDiffusersDoes() {
        assertClose(paint(4, 4, conditioning("positive"), conditioning("negative"), 2), "edited");
    }

    private static Conditioning conditioning(String name) {
        return Conditioning.of(golden.get(name));
    }

    private static Conditioning padded(String name) {
        FloatTensor tokens = golden.get(name);
        FloatTensor mask = FloatTensor.concat(1, List.of(TextMask.all(tokens), FloatTensor.zeros(1, 1)));
        FloatTensor more = FloatTensor.concat(1, List.of(tokens, tokens.slice(1, 0, 1)));
        return Conditioning.of(more).with(TextMask.KEY, mask);
    }

    private static void assertClose(FloatTensor latent, String expected) {
        FloatTensor wanted = golden.get(expected);
        assertThat(latent.shape()).isEqualTo(wanted.shape());
        assertThat(latent.toArray()).containsExactly(wanted.toArray(), within(1e-3f));
    }

    /** The latent as the denoiser has it. */
    private static FloatTensor paint(
            double cfg, int steps, Conditioning positive, Conditioning negative, int pictures) {
        WorkflowText text = new WorkflowText();
        text.input("model", "text");
        text.input("positive", "conditioning");
        text.input("negative", "conditioning");
        text.input("noise", "noise");
        text.node("model", "load-unet", "'unet': {'from': 'inputs.model'}");
        text.node("kept", "keep-norm", "'model': {'from': 'model.denoiser'}");
        text.node("scheduler", "scheduler", "'model': {'from': 'model.denoiser'}");
        String to = "inputs.positive";
        String away = "inputs.negative";
        for (int i = 0; i < pictures; i++) {
            text.input("picture" + i, "latent");
            to = refer(text, "to" + i, to, i);
            away = refer(text, "away" + i, away, i);
        }
        text.node("empty", "empty-latent", "'model': {'from': 'model.denoiser'}, 'width': 64, 'height': 96");
        text.node(
                "guider",
                "cfg-guider",
                "'positive': {'from': '" + to + "'}, 'negative': {'from': '" + away + "'}, 'cfg': " + cfg);
        text.node(
                "sample",
                "sample-custom",
                "'model': {'from': 'kept.model'}, 'guider': {'from': 'guider.guider'},"
                        + " 'sampler': {'from': 'scheduler.sampler'}, 'schedule': {'from': 'scheduler.schedule'},"
                        + " 'noise': {'from': 'inputs.noise'}, 'latent': {'from': 'empty.latent'}, 'steps': " + steps);
        text.output("latent", "sample.latent");
        try (Zograf engine = Zograf.builder().build()) {
            Workflow workflow = engine.read(text.json())
                    .with("model", folder.toString())
                    .with("positive", positive)
                    .with("negative", negative)
                    .with("noise", new GivenNoise(List.of(golden.get("noise"))));
            for (int i = 0; i < pictures; i++) {
                FloatTensor picture = golden.get("reference." + i);
                workflow = workflow.with(
                        "picture" + i, Latent.of(QwenLatents.published().fromDenoiser(picture)));
            }
            FloatTensor latent =
                    engine.run(workflow).get("latent", Latent.class).samples();
            return QwenLatents.published().toDenoiser(latent);
        }
    }

    private static String refer(WorkflowText text, String name, String conditioning, int picture) {
        text.node(
                name,
                "refer-to-latent",
                "'conditioning': {'from': '" + conditioning + "'}, 'latent': {'from': 'inputs.picture" + picture
                        + "'}, 'model': {'from': 'model.denoiser'}");
        return name + ".conditioning";
    }
}
