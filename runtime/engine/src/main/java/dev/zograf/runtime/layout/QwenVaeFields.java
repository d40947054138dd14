package dev.zograf.runtime.layout;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the autoencoder of Qwen-Image and Wan 2.1 from its tensors in diffusers' names. Both models have the same one up to
 * its numbers, and the same means and deviations of its latents, which are the defaults of both classes of diffusers.
 */
final class QwenVaeFields {

    static final String TYPE = "AutoencoderKLQwenImage";

    /** How many channels the latents of the published ones have. */
    private static final int PUBLISHED = 16;

    private static final String NORM = "decoder.norm_out.gamma";

    private QwenVaeFields() {}

    /** Whether an autoencoder is such a one. */
    static boolean isOne(WeightSource vae) {
        return vae.find(NORM).isPresent()
                && vae.find("decoder.up_blocks.0.resnets.0.norm1.gamma").isPresent();
    }

    /**
     * The fields of {@code config.json}, told from the decoder.
     *
     * @throws BadFileException if the sizes are not those of such a network, or its latents not those of the published ones
     */
    static Map<String, Object> of(WeightSource vae) {
        if (UnetStructure.has(vae.names(), "encoder.down_blocks.0.resnets")) {
            throw new BadFileException(
                    vae.file(),
                    "It is the VAE of Wan 2.2 of 5 billion parameters, which is not known here. Known are those of Qwen-Image and"
                            + " Wan 2.1.");
        }
        int width = Shapes.dim(vae, NORM, 0);
        List<Integer> factors = new ArrayList<>();
        List<Boolean> times = new ArrayList<>();
        int levels = UnetStructure.count(vae.names(), "decoder.up_blocks.");
        for (int i = 0; i < levels; i++) {
            String level = "decoder.up_blocks." + i;
            int own = Shapes.dim(vae, level + ".resnets.0.conv1.weight", 0);
            if (own % width != 0) {
                throw Shapes.untold(vae, "How wide the VAE is");
            }
            factors.add(own / width);
            if (i < levels - 1) {
                times.add(UnetStructure.has(vae.names(), level + ".upsamplers.0.time_conv"));
            }
        }
        Collections.reverse(factors);
        Collections.reverse(times);
        int channels = Shapes.dim(vae, "decoder.conv_in.weight", 1);
        if (channels != PUBLISHED) {
            throw Shapes.untold(vae, "How the latents of the VAE are normalised");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", TYPE);
        out.put("attn_scales", List.of());
        out.put("base_dim", width);
        out.put("dim_mult", List.copyOf(factors));
        out.put("num_res_blocks", UnetStructure.count(vae.names(), "decoder.up_blocks.0.resnets.") - 1);
        out.put("temperal_downsample", List.copyOf(times));
        out.put("z_dim", channels);
        return out;
    }
}
