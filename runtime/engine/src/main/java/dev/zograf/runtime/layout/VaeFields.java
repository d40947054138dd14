package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/** The configuration of an autoencoder from its tensors in diffusers' names; the published ones have norms of 32 groups. */
final class VaeFields {

    private static final int GROUPS = 32;

    /** How latents are scaled and moved so that they spread by 1 (Rombach et al. 2022, appendix G). */
    enum Latents {
        STABLE_DIFFUSION(0.18215, 0, 512),
        XL(0.13025, 0, 1024),
        STABLE_DIFFUSION_3(1.5305, 0.0609, 1024),
        FLUX_1(0.3611, 0.1159, 1024);

        private final double scale;
        private final double shift;
        private final int side;

        Latents(double scale, double shift, int side) {
            this.scale = scale;
            this.shift = shift;
            this.side = side;
        }
    }

    private VaeFields() {}

    /** How many channels a latent has. */
    static int channels(WeightSource vae) {
        return vae.find("decoder.conv_in.weight").isPresent()
                ? Shapes.dim(vae, "decoder.conv_in.weight", 1)
                : Shapes.dim(vae, "encoder.conv_out.weight", 0) / 2;
    }

    /**
     * The fields of {@code config.json}.
     *
     * @param latents how its latents are scaled, which the shapes do not show
     * @throws dev.zograf.api.BadFileException if the sizes are not those of a published model
     */
    static Map<String, Object> of(WeightSource vae, Latents latents) {
        NavigableSet<String> names = vae.names();
        List<Integer> channels = new ArrayList<>();
        int layers;
        if (UnetStructure.has(names, "encoder.down_blocks")) {
            for (int i = 0; i < UnetStructure.count(names, "encoder.down_blocks."); i++) {
                channels.add(Shapes.dim(vae, "encoder.down_blocks." + i + ".resnets.0.conv1.weight", 0));
            }
            layers = UnetStructure.count(names, "encoder.down_blocks.0.resnets.");
        } else {
            for (int i = 0; i < UnetStructure.count(names, "decoder.up_blocks."); i++) {
                channels.add(Shapes.dim(vae, "decoder.up_blocks." + i + ".resnets.0.conv1.weight", 0));
            }
            Collections.reverse(channels);
            layers = UnetStructure.count(names, "decoder.up_blocks.0.resnets.") - 1;
        }
        if (channels.isEmpty() || channels.stream().anyMatch(width -> width % GROUPS != 0)) {
            throw Shapes.untold(vae, "How many norm groups the VAE has");
        }
        boolean decodes = vae.find("decoder.conv_in.weight").isPresent();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "AutoencoderKL");
        out.put("act_fn", "silu");
        out.put("block_out_channels", List.copyOf(channels));
        out.put("down_block_types", Collections.nCopies(channels.size(), "DownEncoderBlock2D"));
        out.put("force_upcast", latents != Latents.STABLE_DIFFUSION);
        out.put(
                "in_channels",
                decodes ? Shapes.dim(vae, "decoder.conv_out.weight", 0) : Shapes.dim(vae, "encoder.conv_in.weight", 1));
        out.put("latent_channels", channels(vae));
        out.put("layers_per_block", layers);
        out.put(
                "mid_block_add_attention",
                UnetStructure.has(names, (decodes ? "decoder" : "encoder") + ".mid_block.attentions"));
        out.put("norm_num_groups", GROUPS);
        out.put("out_channels", out.get("in_channels"));
        out.put("sample_size", latents.side);
        out.put("scaling_factor", latents.scale);
        if (latents.shift != 0) {
            out.put("shift_factor", latents.shift);
        }
        out.put("up_block_types", Collections.nCopies(channels.size(), "UpDecoderBlock2D"));
        out.put("use_post_quant_conv", UnetStructure.has(names, "post_quant_conv"));
        out.put("use_quant_conv", UnetStructure.has(names, "quant_conv"));
        return out;
    }
}
