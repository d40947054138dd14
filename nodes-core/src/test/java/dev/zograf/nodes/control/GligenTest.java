package dev.zograf.nodes.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.OriginalBlocks;
import dev.zograf.tensor.EditedNetwork;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import dev.zograf.testkit.fake.GivenWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Against {@code UNet2DConditionModel} of diffusers 0.42.1 with {@code attention_type="gated"}, random weights of the size of {@link
 * TinyDiffusion}, and two boxes of a picture of 40 by 48 pixels.
 */
class GligenTest {

    private static final Golden GOLDEN = Golden.of("gligen.safetensors");
    private static final Weights UNET = GOLDEN.network("unet");
    private static final GligenModel MODEL = GligenModel.of(GOLDEN.network("gligen"));

    private static Conditioning object(int index) {
        FloatTensor pooled = GOLDEN.numbers("case.objects").slice(0, index, index + 1);
        return Samples.conditioning(1, 3, 6, index).with(Conditioning.POOLED, pooled);
    }

    private static Conditioning box(GligenModel model, Conditioning to, int object, int x, int y, int width, int height)
            throws Exception {
        return NodeHarness.of(new ApplyGligen())
                .run(Map.of(
                        "conditioning", to,
                        "object", object(object),
                        "gligen", model,
                        "x", x,
                        "y", y,
                        "width", width,
                        "height", height))
                .conditioning();
    }

    private static Conditioning both(GligenModel model, Conditioning to) throws Exception {
        return box(model, box(model, to, 0, 8, 16, 16, 24), 1, 0, 0, 40, 8);
    }

    private static Conditioning prompt() {
        return Conditioning.of(GOLDEN.numbers("case.text"));
    }

    private static float[] out(List<NetworkPatch> patches) {
        FloatTensor sample = GOLDEN.numbers("case.sample");
        Map<String, HostTensor> inputs = new HashMap<>(Map.of(
                "sample", sample,
                "timestep", GOLDEN.numbers("case.timestep"),
                "encoder_hidden_states", GOLDEN.numbers("case.text")));
        for (int i = 0; i < patches.size(); i++) {
            int edit = i;
            patches.get(i)
                    .inputs(Evaluation.of(sample.shape()))
                    .forEach((name, value) -> inputs.put(EditedNetwork.name(edit, name), value));
        }
        return new FakeNetworks()
                .compile(
                        EditedNetwork.of(
                                TinyDiffusion.UNET,
                                patches.stream().map(NetworkPatch::edit).toList()),
                        UNET)
                .run(inputs, "out", Cancellation.never())
                .toArray();
    }

    @Test
    void objectsStandInTheirBoxesAsInDiffusers() throws Exception {
        float[] expected = GOLDEN.numbers("case.out").toArray();

        List<NetworkPatch> patches = Patches.of(both(MODEL, prompt()));

        assertThat(patches).hasSize(1);
        assertThat(out(patches)).containsExactly(expected, within(2e-5f));
        assertThat(out(List.of())).containsExactly(GOLDEN.numbers("case.plain").toArray(), within(2e-5f));
        assertThat(out(List.of(new GligenPatch(MODEL, List.of()))))
                .containsExactly(GOLDEN.numbers("case.empty").toArray(), within(2e-5f));
        assertThat(GOLDEN.numbers("case.empty").toArray()).isNotEqualTo(expected);
    }

    @Test
    void theOriginalNamesAreReadAsThoseOfDiffusers() throws Exception {
        OriginalBlocks blocks = new OriginalBlocks(UNET.names());
        TreeMap<String, Weight> renamed = new TreeMap<>();
        Weights gligen = GOLDEN.network("gligen");
        gligen.names()
                .forEach(name -> renamed.put(
                        blocks.original(name).orElse(name), gligen.find(name).orElseThrow()));
        assertThat(renamed).containsKey("input_blocks.1.1.transformer_blocks.0.fuser.alpha_attn");

        List<NetworkPatch> patches = Patches.of(both(GligenModel.of(Weights.of(GivenWeights.of(renamed))), prompt()));

        assertThat(out(patches)).containsExactly(GOLDEN.numbers("case.out").toArray(), within(2e-5f));
    }

    @Test
    void otherPatchesStayAndTooManyBoxesAreRefused() throws Exception {
        Conditioning controlled =
                AdaptersTest.apply(AdaptersTest.plain(), Map.of()).positive();
        assertThat(Patches.of(box(MODEL, controlled, 0, 0, 0, 8, 8))).hasSize(2);

        Conditioning many = prompt();
        for (int i = 0; i < GligenPatch.MOST; i++) {
            many = box(MODEL, many, 0, 0, 0, 8, 8);
        }
        Conditioning full = many;
        assertThatThrownBy(() -> box(MODEL, full, 0, 0, 0, 8, 8))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 30 boxes");
    }

    @Test
    void whatIsNoGligenIsRefused() {
        assertThatThrownBy(() -> GligenModel.of(Weights.of(FakeWeights.of(Map.of("a", new long[] {1})))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("This is no GLIGEN");
    }
}
