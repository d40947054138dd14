package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** Families of networks that are not known here, told by names that only their tensors have, so that a refusal says what a file is. */
enum ForeignFamily {
    WAN_VAE("the VAE of Wan 2.2 of 5 billion parameters", "encoder.downsamples.0.downsamples."),
    T5("a T5 text encoder, which Stable Diffusion 3, FLUX and others have", "encoder.block.0.layer.0.SelfAttention."),
    LANGUAGE_MODEL("a language model, such as Llama, Qwen or Gemma", "layers.0.mlp.gate_proj."),
    FLUX_2("of FLUX.2", "double_stream_modulation_img.", ".attn.to_qkv_mlp_proj."),
    CHROMA("of Chroma", "distilled_guidance_layer."),
    HUNYUAN_VIDEO("of HunyuanVideo", "txt_in.individual_token_refiner.", "context_embedder.token_refiner."),
    FLUX("of the kin of FLUX", "double_blocks.0.img_attn."),
    AURA_FLOW("of AuraFlow", "double_layers.0.attn.w1q", "cond_seq_linear."),
    HIDREAM("of HiDream", "double_stream_blocks.0."),
    LUMINA("of Lumina 2 or of its kin (Z-Image)", "cap_embedder."),
    WAN("of Wan", "blocks.0.cross_attn.norm_k."),
    CASCADE("of Stable Cascade", "clip_txt_mapper.", "effnet_mapper."),
    PIXART("of PixArt", "t_block.1.");

    private final String what;
    private final List<String> signs;

    ForeignFamily(String what, String... signs) {
        this.what = what;
        this.signs = List.of(signs);
    }

    /** A sentence that says what the file of a checkpoint is if it is one of these; else nothing. */
    static String sentence(Checkpoint checkpoint) {
        return of(checkpoint)
                .map(family -> "It is " + family.what + ": that family is not known here. ")
                .orElse("");
    }

    /**
     * Refuses a file of these.
     *
     * @throws BadFileException that says which family it is
     */
    static void refuse(Checkpoint checkpoint) {
        String sentence = sentence(checkpoint);
        if (!sentence.isEmpty()) {
            throw new BadFileException(
                    checkpoint.name(),
                    sentence
                            + "Known are Stable Diffusion 1, 2, XL and 3, FLUX.1 and Qwen-Image, and what was made from them.");
        }
    }

    private static Optional<ForeignFamily> of(Checkpoint checkpoint) {
        Optional<Weights> weights = checkpoint.findWeights("");
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        NavigableSet<String> names = weights.get().names();
        for (ForeignFamily family : values()) {
            if (names.stream().anyMatch(name -> family.signs.stream().anyMatch(name::contains))) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }
}
