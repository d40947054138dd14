package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Config;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SdVaeTest {

    private static final Config PUBLISHED = Config.of(
            "vae/config.json",
            Map.of("block_out_channels", List.of(128, 256, 512, 512), "layers_per_block", 2, "latent_channels", 4));

    @Test
    void hasAsManyParametersAsThePublishedNetwork() {
        SdVae vae = SdVae.of(PUBLISHED);
        long parameters = DeclaredWeights.of(vae.encoder()).parameters()
                + DeclaredWeights.of(vae.decoder()).parameters();

        assertThat(parameters).isEqualTo(83_653_863L);
        assertThat(vae.factor()).isEqualTo(8);
    }

    @Test
    void knowsTheOldNamesOfAttention() {
        SdVae vae = SdVae.of(PUBLISHED);
        DeclaredWeights weights = DeclaredWeights.of(vae.decoder())
                .rename("decoder.mid_block.attentions.0.to_q", "decoder.mid_block.attentions.0.query")
                .rename("decoder.mid_block.attentions.0.to_k", "decoder.mid_block.attentions.0.key")
                .rename("decoder.mid_block.attentions.0.to_v", "decoder.mid_block.attentions.0.value")
                .rename("decoder.mid_block.attentions.0.to_out.0", "decoder.mid_block.attentions.0.proj_attn");

        assertThat(weights.problems(vae.decoder())).isEmpty();
    }

    @Test
    void leavesOutWhatTheConfigurationLeavesOut() {
        SdVae vae = SdVae.of(PUBLISHED.with(
                Map.of("use_quant_conv", false, "use_post_quant_conv", false, "mid_block_add_attention", false)));

        assertThat(DeclaredWeights.of(vae.encoder()).names())
                .noneMatch(name -> name.startsWith("quant_conv") || name.contains("attentions"));
    }

    /** SDXL's says so in its configuration; Stable Diffusion 1's and 2's do not. */
    @Test
    void knowsWhetherItsValuesExceedHalfPrecision() {
        SdVae xl = SdVae.of(PUBLISHED.with(Map.of("force_upcast", true)));

        assertThat(xl.decoder().exceedsHalf()).isTrue();
        assertThat(xl.encoder().exceedsHalf()).isTrue();
        assertThat(SdVae.of(PUBLISHED).decoder().exceedsHalf()).isFalse();
    }
}
