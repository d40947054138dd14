package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * The configuration of a U-Net from its tensors in diffusers' names. The published models agree in what shapes do not show: norms have 32
 * groups; attention has eight heads in version 1, and heads of 64 numbers in version 2 and SDXL, which project by matrices.
 */
final class UnetFields {

    private static final int GROUPS = 32;
    private static final int HEADS = 8;
    private static final int HEAD = 64;
    private static final String PICTURES = "class_embedding.linear_1.weight";

    private final WeightSource unet;
    private final NavigableSet<String> names;
    private final UnetStructure structure;

    private UnetFields(WeightSource unet) {
        this.unet = unet;
        this.names = unet.names();
        this.structure = UnetStructure.ofDiffusers(names);
    }

    /** Whether attention projects by matrices rather than convolutions; true of version 2 and SDXL. */
    static boolean linear(WeightSource unet) {
        return unet.names().stream()
                .filter(name -> name.endsWith(".proj_in.weight"))
                .findFirst()
                .flatMap(unet::find)
                .map(weight -> weight.shape().length == 2)
                .orElse(false);
    }

    /** Whether it takes pictures in CLIP's space beside the text, as Stable unCLIP does. */
    static boolean takesPictures(WeightSource unet) {
        return unet.find(PICTURES).isPresent();
    }

    /** How wide these pictures are told: half of the numbers, the other half tells the noise on them. */
    static int pictureWidth(WeightSource unet) {
        return Shapes.dim(unet, PICTURES, 1) / 2;
    }

    /** How wide the text is that it looks at, 0 if it looks at none. */
    static int context(WeightSource unet) {
        return unet.names().stream()
                .filter(name -> name.endsWith(".attn2.to_k.weight"))
                .findFirst()
                .map(name -> Shapes.dim(unet, name, 1))
                .orElse(0);
    }

    /**
     * The fields of {@code config.json}.
     *
     * @throws dev.zograf.api.BadFileException if the sizes are not those of a published model
     */
    static Map<String, Object> unet(WeightSource weights, int sampleSize) {
        UnetFields unet = new UnetFields(weights);
        Map<String, Object> out = unet.down("UNet2DConditionModel");
        out.put("sample_size", sampleSize);
        out.put("out_channels", Shapes.dim(weights, "conv_out.weight", 0));
        out.put("mid_block_type", unet.structure.middleAttention() ? "UNetMidBlock2DCrossAttn" : "UNetMidBlock2D");
        out.put("up_block_types", kinds(unet.structure.up(), "CrossAttnUpBlock2D", "UpBlock2D"));
        return out;
    }

    /** The fields of the {@code config.json} of a ControlNet. */
    static Map<String, Object> controlNet(WeightSource weights) {
        UnetFields unet = new UnetFields(weights);
        Map<String, Object> out = unet.down("ControlNetModel");
        String hint = "controlnet_cond_embedding.";
        List<Integer> widths = new ArrayList<>(List.of(Shapes.dim(weights, hint + "conv_in.weight", 0)));
        for (int i = 1; weights.find(hint + "blocks." + i + ".weight").isPresent(); i += 2) {
            widths.add(Shapes.dim(weights, hint + "blocks." + i + ".weight", 0));
        }
        out.put("conditioning_embedding_out_channels", List.copyOf(widths));
        out.put("conditioning_channels", Shapes.dim(weights, hint + "conv_in.weight", 1));
        out.put("controlnet_conditioning_channel_order", "rgb");
        return out;
    }

    private Map<String, Object> down(String type) {
        List<Integer> channels = new ArrayList<>();
        List<Integer> layers = new ArrayList<>();
        for (int i = 0; i < structure.down().size(); i++) {
            channels.add(Shapes.dim(unet, "down_blocks." + i + ".resnets.0.conv1.weight", 0));
            layers.add(structure.down().get(i).attends().size());
        }
        boolean linear = linear(unet);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", type);
        out.put("act_fn", "silu");
        out.put("attention_head_dim", heads(channels, linear));
        out.put("block_out_channels", List.copyOf(channels));
        out.put("center_input_sample", false);
        out.put("cross_attention_dim", context(unet));
        out.put("down_block_types", kinds(structure.down(), "CrossAttnDownBlock2D", "DownBlock2D"));
        out.put("downsample_padding", 1);
        out.put("flip_sin_to_cos", true);
        out.put("freq_shift", 0);
        out.put("in_channels", Shapes.dim(unet, "conv_in.weight", 1));
        out.put("layers_per_block", Shapes.folded(layers));
        out.put("mid_block_scale_factor", 1);
        out.put("norm_eps", 1e-5);
        out.put("norm_num_groups", GROUPS);
        out.put("transformer_layers_per_block", depths());
        out.put("use_linear_projection", linear);
        if (unet.find("add_embedding.linear_1.weight").isPresent()) {
            out.put("addition_embed_type", "text_time");
            out.put("addition_time_embed_dim", 256);
            out.put("projection_class_embeddings_input_dim", Shapes.dim(unet, "add_embedding.linear_1.weight", 1));
        } else if (takesPictures(unet)) {
            out.put("class_embed_type", "projection");
            out.put("projection_class_embeddings_input_dim", Shapes.dim(unet, PICTURES, 1));
        }
        return out;
    }

    private Object heads(List<Integer> channels, boolean linear) {
        int unit = linear ? HEAD : GROUPS;
        if (channels.stream().anyMatch(width -> width % unit != 0)) {
            throw Shapes.untold(unet, "How many attention heads and norm groups the U-Net has");
        }
        return linear ? channels.stream().map(width -> width / HEAD).toList() : HEADS;
    }

    /** Transformer layers at each resolution; that of the bottom counts for the last one if that has no attention of its own. */
    private Object depths() {
        int middle = UnetStructure.count(names, "mid_block.attentions.0.transformer_blocks.");
        List<Integer> found = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < structure.down().size(); i++) {
            boolean last = i == structure.down().size() - 1;
            int depth = UnetStructure.count(names, "down_blocks." + i + ".attentions.0.transformer_blocks.");
            depth = depth == 0 && last ? middle : depth;
            all.add(Math.max(1, depth));
            if (depth > 0) {
                found.add(depth);
            }
        }
        return found.stream().distinct().count() == 1 ? found.get(0) : Shapes.folded(all);
    }

    private static List<String> kinds(List<UnetStructure.Level> levels, String attending, String plain) {
        return levels.stream()
                .map(level -> level.attends().contains(true) ? attending : plain)
                .toList();
    }

    /**
     * How far the biases of the first norm in the last attention spread. Of the published models of version 2 those that predict velocity have
     * a wider spread than 0.09, and those that predict noise a narrower one.
     */
    static double spread(WeightSource unet) {
        UnetStructure structure = UnetStructure.ofDiffusers(unet.names());
        int last = structure.up().size() - 1;
        int block = last < 0 ? -1 : structure.up().get(last).attends().size() - 1;
        return unet.find("up_blocks." + last + ".attentions." + block + ".transformer_blocks.0.norm1.bias")
                .map(UnetFields::deviation)
                .orElse(0.0);
    }

    private static double deviation(Weight weight) {
        float[] values = weight.size() > 1 << 16 ? new float[] {0} : WeightData.floats(weight);
        double mean = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean) / values.length;
        }
        return Math.sqrt(sum);
    }
}
