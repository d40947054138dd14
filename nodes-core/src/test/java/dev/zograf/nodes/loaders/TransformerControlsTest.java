package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.models.FluxControlNet;
import dev.zograf.models.Sd3ControlNet;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the shapes of the published ControlNets tell: InstantX's and Alimama's of Stable Diffusion 3, InstantX's and a union of FLUX.1. */
class TransformerControlsTest {

    private static Weights weights(Map<String, long[]> shapes) {
        return Weights.of(FakeWeights.of(shapes));
    }

    private static Map<String, long[]> sd3(int width, int control) {
        Map<String, long[]> out = new HashMap<>();
        out.put("controlnet_blocks.0.weight", new long[] {width, width});
        out.put("controlnet_blocks.1.weight", new long[] {width, width});
        out.put("transformer_blocks.0.attn.to_q.weight", new long[] {width, width});
        out.put("transformer_blocks.1.attn.to_q.weight", new long[] {width, width});
        out.put("pos_embed.pos_embed", new long[] {1, 192 * 192, width});
        out.put("pos_embed.proj.weight", new long[] {width, 16, 2, 2});
        out.put("pos_embed_input.proj.weight", new long[] {width, control, 2, 2});
        out.put("context_embedder.weight", new long[] {width, 4096});
        out.put("time_text_embed.text_embedder.linear_1.weight", new long[] {width, 2048});
        return out;
    }

    private static Map<String, long[]> flux(int width, int head) {
        Map<String, long[]> out = new HashMap<>();
        out.put("controlnet_blocks.0.weight", new long[] {width, width});
        out.put("controlnet_x_embedder.weight", new long[] {width, 64});
        out.put("x_embedder.weight", new long[] {width, 64});
        out.put("context_embedder.weight", new long[] {width, 4096});
        out.put("time_text_embed.text_embedder.linear_1.weight", new long[] {width, 768});
        out.put("time_text_embed.guidance_embedder.linear_1.weight", new long[] {width, 256});
        out.put("transformer_blocks.0.attn.norm_q.weight", new long[] {head});
        out.put("controlnet_mode_embedder.weight", new long[] {10, width});
        return out;
    }

    @Test
    void ofStableDiffusion3() {
        Weights file = weights(sd3(128, 17));
        Config config = TransformerControls.config(file);
        Sd3ControlNet net = Sd3ControlNet.of(config, file);

        assertThat(TransformerControls.isOne(file)).isTrue();
        assertThat(config.text("_class_name")).isEqualTo(TransformerControls.SD3);
        assertThat(config.integer("num_attention_heads")).isEqualTo(2);
        assertThat(config.integer("pos_embed_max_size")).isEqualTo(192);
        assertThat(net.residuals()).isEqualTo(2);
        assertThat(net.control()).isEqualTo(17);
        assertThat(net.seesUnshifted()).isFalse();
        Weights plain = weights(sd3(128, 16));
        assertThat(Sd3ControlNet.of(TransformerControls.config(plain), plain).seesUnshifted())
                .isTrue();
    }

    @Test
    void ofFlux() {
        Config config = TransformerControls.config(weights(flux(256, 128)));
        FluxControlNet net = FluxControlNet.of(config);

        assertThat(config.text("_class_name")).isEqualTo(TransformerControls.FLUX);
        assertThat(net.modes()).isEqualTo(10);
        assertThat(net.residuals()).isEqualTo(1);
        assertThat(net.config().inChannels()).isEqualTo(16);
        assertThat(net.config().guidanceEmbeds()).isTrue();
    }

    @Test
    void whatShapesDoNotTellIsAskedFor() {
        for (Map<String, long[]> shapes : List.of(sd3(100, 16), flux(32, 16))) {
            assertThatThrownBy(() -> TransformerControls.config(weights(shapes)))
                    .isInstanceOf(BadFileException.class)
                    .hasMessageContaining("name a folder with its config.json");
        }
    }
}
