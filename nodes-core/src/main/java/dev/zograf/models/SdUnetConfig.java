package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What the {@code config.json} of a {@code UNet2DConditionModel} says of its structure. A level is a resolution, from 0, the finest.
 *
 * @param down the kind of block at each level on the way down
 * @param middle the kind of block at the coarsest resolution, between down and up
 * @param up the kind of block at each step of the way up, the coarsest first
 * @param heads at each level; diffusers calls it {@code attention_head_dim} by an old mistake
 * @param depth how many transformer layers an attention block of each level has
 * @param onlyCross whether the first attention of a transformer layer looks at the text too, at each level
 * @param addedWidth how many numbers of pooled text and picture sizes are added to the timestep, as in SDXL; 0 for none
 * @param pictureWidth how many numbers of a picture and of the noise on it are added to the timestep, as in Stable unCLIP; 0 for none
 * @param sizeWidth how many sines and cosines each of these sizes becomes
 * @param guidanceWidth how many sines and cosines the scale of guidance becomes in a distilled network that is told it; 0 for none
 */
public record SdUnetConfig(
        int inChannels,
        int outChannels,
        List<String> down,
        String middle,
        List<String> up,
        List<Integer> channels,
        List<Integer> layers,
        List<Integer> heads,
        List<Integer> depth,
        List<Boolean> onlyCross,
        int context,
        boolean linearProjection,
        int groups,
        double eps,
        int timeWidth,
        int addedWidth,
        int pictureWidth,
        int sizeWidth,
        int guidanceWidth,
        boolean cosineFirst,
        double frequencyShift,
        int inKernel,
        int outKernel,
        int downsamplePadding) {

    private static final String PICTURES = "class_embed_type";
    private static final String ADDED_WIDTH = "projection_class_embeddings_input_dim";

    private static final String DOWN = "DownBlock2D";
    private static final String CROSS_DOWN = "CrossAttnDownBlock2D";
    private static final String UP = "UpBlock2D";
    private static final String CROSS_UP = "CrossAttnUpBlock2D";
    private static final String MIDDLE = "UNetMidBlock2D";
    private static final String CROSS_MIDDLE = "UNetMidBlock2DCrossAttn";

    /**
     * Reads a configuration.
     *
     * @throws BadFileException if a value is missing, contradicts another or is not supported
     */
    public static SdUnetConfig of(Config config) {
        refuseWhatIsNotHere(config);
        boolean added = config.has("addition_embed_type");
        List<Integer> channels = config.has("block_out_channels")
                ? config.integers("block_out_channels")
                : List.of(320, 640, 1280, 1280);
        int levels = channels.size();
        List<String> down =
                kinds(config, "down_block_types", List.of(CROSS_DOWN, CROSS_DOWN, CROSS_DOWN, DOWN), levels);
        List<String> up = kinds(config, "up_block_types", List.of(UP, CROSS_UP, CROSS_UP, CROSS_UP), levels);
        Supported.all(config, "down_block_types", down, DOWN, CROSS_DOWN);
        Supported.all(config, "up_block_types", up, UP, CROSS_UP);
        List<Integer> context = perLevel(config, "cross_attention_dim", 1280, levels);
        if (Set.copyOf(context).size() != 1) {
            throw new BadFileException(
                    config.file(), "\"cross_attention_dim\": different widths at different levels are not supported.");
        }
        return new SdUnetConfig(
                config.integer("in_channels", 4),
                config.integer("out_channels", 4),
                down,
                config.text("mid_block_type", CROSS_MIDDLE),
                up,
                channels,
                perLevel(config, "layers_per_block", 2, levels),
                heads(config, channels),
                perLevel(config, "transformer_layers_per_block", 1, levels),
                onlyCross(config, levels),
                context.get(0),
                config.flag("use_linear_projection", false),
                groups(config, channels),
                config.number("norm_eps", 1e-5),
                config.integer("time_embedding_dim", 4 * channels.get(0)),
                added ? positive(config, ADDED_WIDTH) : 0,
                config.has(PICTURES) ? positive(config, ADDED_WIDTH) : 0,
                added ? positive(config, "addition_time_embed_dim") : 0,
                config.has("time_cond_proj_dim") ? positive(config, "time_cond_proj_dim") : 0,
                config.flag("flip_sin_to_cos", true),
                config.number("freq_shift", 0),
                config.integer("conv_in_kernel", 3),
                config.integer("conv_out_kernel", 3),
                config.integer("downsample_padding", 1));
    }

    private static void refuseWhatIsNotHere(Config config) {
        Supported.absent(
                config,
                "center_input_sample",
                "class_embeddings_concat",
                "cross_attention_norm",
                "dual_cross_attention",
                "encoder_hid_dim",
                "encoder_hid_dim_type",
                "num_attention_heads",
                "num_class_embeds",
                "resnet_skip_time_act",
                "reverse_transformer_layers_per_block",
                "time_embedding_act_fn",
                "timestep_post_act");
        if (config.has("addition_embed_type")) {
            Supported.only(config, "addition_embed_type", "text_time");
            Supported.absent(config, PICTURES);
        }
        if (config.has(PICTURES)) {
            Supported.only(config, PICTURES, "projection");
        }
        Supported.only(config, "act_fn", "silu", "swish");
        Supported.only(config, "attention_type", "default");
        Supported.only(config, "mid_block_scale_factor", 1);
        Supported.only(config, "mid_block_type", CROSS_MIDDLE, MIDDLE);
        Supported.only(config, "resnet_out_scale_factor", 1);
        Supported.only(config, "resnet_time_scale_shift", "default");
        Supported.only(config, "time_embedding_type", "positional");
    }

    private static int groups(Config config, List<Integer> channels) {
        int groups = config.integer("norm_num_groups", 32);
        for (int width : channels) {
            if (groups < 1 || width % groups != 0) {
                throw new BadFileException(
                        config.file(),
                        "\"norm_num_groups\": " + width + " channels cannot be split into " + groups + " groups.");
            }
        }
        return groups;
    }

    private static int positive(Config config, String name) {
        int value = config.integer(name);
        if (value < 1) {
            throw new BadFileException(config.file(), "\"" + name + "\" is " + value + ", and has to be above 0.");
        }
        return value;
    }

    private static List<String> kinds(Config config, String name, List<String> otherwise, int levels) {
        List<String> kinds = config.has(name) ? config.texts(name) : otherwise;
        if (kinds.size() != levels) {
            throw new BadFileException(
                    config.file(),
                    "\"" + name + "\" has " + kinds.size() + " entries, but \"block_out_channels\" has " + levels
                            + ".");
        }
        return kinds;
    }

    private static List<Integer> perLevel(Config config, String name, int otherwise, int levels) {
        return config.has(name) ? config.integers(name, levels) : Collections.nCopies(levels, otherwise);
    }

    private static List<Integer> heads(Config config, List<Integer> channels) {
        List<Integer> heads = perLevel(config, "attention_head_dim", 8, channels.size());
        for (int i = 0; i < heads.size(); i++) {
            if (heads.get(i) < 1 || channels.get(i) % heads.get(i) != 0) {
                throw new BadFileException(
                        config.file(),
                        "\"attention_head_dim\": " + channels.get(i) + " channels cannot be split among " + heads.get(i)
                                + " heads.");
            }
        }
        return heads;
    }

    private static List<Boolean> onlyCross(Config config, int levels) {
        List<Boolean> flags = new ArrayList<>();
        if (config.raw("only_cross_attention").orElse(false) instanceof List<?> list && list.size() == levels) {
            list.forEach(flag -> flags.add(Boolean.TRUE.equals(flag)));
        } else {
            flags.addAll(Collections.nCopies(levels, config.flag("only_cross_attention", false)));
        }
        return List.copyOf(flags);
    }

    /** How many resolutions there are. */
    public int levels() {
        return channels.size();
    }

    int channels(int level) {
        return channels.get(level);
    }

    int layers(int level) {
        return layers.get(level);
    }

    int heads(int level) {
        return heads.get(level);
    }

    int depth(int level) {
        return depth.get(level);
    }

    boolean onlyCross(int level) {
        return onlyCross.get(level);
    }

    boolean downAttention(int level) {
        return down.get(level).equals(CROSS_DOWN);
    }

    boolean middleAttention() {
        return middle.equals(CROSS_MIDDLE);
    }

    boolean upAttention(int step) {
        return up.get(step).equals(CROSS_UP);
    }
}
