package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A ControlNet of Stable Diffusion 3 and 3.5, in the names of diffusers' {@code SD3ControlNetModel}: a trained copy of the first blocks of a
 * {@link Sd3Transformer}, which sees a control picture, as a latent, beside its own. What each block gives becomes a residual for the image tokens
 * after some blocks of the transformer. Its weights tell which kind it is: InstantX's and those of Alimama look at the text and have positions of
 * their own; those of 3.5 large look at the image alone, and see it as the transformer does. It is no network by itself but a {@link Sd3ControlNetEdit}.
 *
 * @param config of its blocks
 * @param control how many channels the control picture has: those of a latent, and for repainting a mask
 * @param readsText whether its blocks look at the text
 * @param ownPatches whether it makes tokens of the latent itself
 * @param ownPositions whether it adds positions to these
 * @param readsPooled whether it is told the pooled text, rather than zeros
 */
public record Sd3ControlNet(
        Sd3TransformerConfig config,
        int control,
        boolean readsText,
        boolean ownPatches,
        boolean ownPositions,
        boolean readsPooled) {

    /**
     * From a {@code config.json} and the weights.
     *
     * @throws BadFileException if a value contradicts another or is not supported
     */
    public static Sd3ControlNet of(Config config, Weights weights) {
        Supported.only(config, "pos_embed_type", "sincos");
        boolean text = weights.has("context_embedder");
        // Without text there is nothing that has to be as wide as the image.
        int width = config.integer("num_attention_heads", 18) * config.integer("attention_head_dim", 64);
        Sd3TransformerConfig blocks =
                Sd3TransformerConfig.of(text ? config : config.with(Map.of("caption_projection_dim", width)));
        if (!text && (blocks.normalised() || !blocks.dual().isEmpty())) {
            throw new BadFileException(
                    config.file(),
                    "\"qk_norm\" and \"dual_attention_layers\" are not supported for a ControlNet that reads no text.");
        }
        int extra = config.integer("extra_conditioning_channels", 0);
        if (extra < 0) {
            throw new BadFileException(
                    config.file(), "\"extra_conditioning_channels\" is " + extra + ", and has to be at least 0.");
        }
        return new Sd3ControlNet(
                blocks,
                blocks.inChannels() + extra,
                text,
                weights.has("pos_embed"),
                weights.find("pos_embed.pos_embed").isPresent(),
                // Those for repainting are told zeros whatever the configuration says, as their pipeline has it.
                extra == 0 && !config.flag("force_zeros_for_pooled_projection", true));
    }

    /** Whether the control picture is the latent without the VAE's shift: those that are told zeros in place of the pooled text, but for repainting. */
    public boolean seesUnshifted() {
        return !readsPooled && control == config.inChannels();
    }

    /** How many residuals it gives. */
    public int residuals() {
        return config.layers();
    }

    /**
     * The residuals, each {@code [batch, tokens, width]}.
     *
     * @param sample the latent
     * @param seen its tokens as the transformer sees them, before its first block
     * @param map the same as a feature map, before positions were added
     */
    List<Tensor> residuals(
            Tensor sample,
            Tensor seen,
            Tensor map,
            Tensor timestep,
            Tensor text,
            Tensor pooled,
            Tensor control,
            Weights w) {
        Sd3Blocks blocks = new Sd3Blocks(config);
        Tensor told = blocks.told(timestep, readsPooled ? pooled : pooled.times(0), w.at("time_text_embed"))
                .silu();
        Tensor x = ownPatches ? tokens(blocks, sample, w.at("pos_embed")) : seen;
        int patch = config.patch();
        int[] pads = {0, 0, patch - 1, patch - 1};
        Tensor hint = conv(control, w.at("pos_embed_input").at("proj"), config.width(), patch, patch, pads);
        Sd3Blocks.Streams streams = new Sd3Blocks.Streams(
                x.plus(Sd3Blocks.tokens(hint)),
                readsText ? linear(text, w.at("context_embedder"), config.width()) : text);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            Weights block = w.at("transformer_blocks", i);
            streams = readsText
                    ? blocks.joint(streams, told, map, i, false, block)
                    : new Sd3Blocks.Streams(blocks.alone(streams.image(), told, map, block), text);
            out.add(linear(streams.image(), w.at("controlnet_blocks", i), config.width()));
        }
        return out;
    }

    private Tensor tokens(Sd3Blocks blocks, Tensor sample, Weights w) {
        Tensor patches = blocks.patches(sample, w);
        return ownPositions ? blocks.placed(patches, w) : Sd3Blocks.tokens(patches);
    }
}
