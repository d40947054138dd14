package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ControlNet (Zhang et al. 2023, "Adding Conditional Control to Text-to-Image Diffusion Models", section 3.1 and figure 3): a trained copy
 * of the way down and the middle of a {@link SdUnet}, which sees a control picture beside the latent. Convolutions that began at zero turn
 * its features into residuals for the skips and the middle of the U-Net. In the names of diffusers' {@code ControlNetModel}.
 *
 * <p>By itself it is a network with the inputs of the U-Net and {@code image [batch, channels, f h, f w]}, 0 to 1; its outputs are
 * {@code residual.I} for each skip and {@code residual.mid}. Usually it is a {@link ControlNetEdit} of the U-Net instead.
 *
 * @param widths the channels of the embedding of the control picture, which halves the sides between neighbours
 * @param channels those of the control picture
 * @param blueFirst whether it expects them as blue, green, red
 * @param pooled whether residuals are averaged over the picture (diffusers' {@code global_pool_conditions})
 * @param union what one for several kinds of pictures has beside; it has one more input, {@code kind [batch, kinds]}
 */
public record ControlNet(
        SdUnetConfig config,
        List<Integer> widths,
        int channels,
        boolean blueFirst,
        boolean pooled,
        Optional<ControlUnion> union)
        implements NetworkDefinition {

    /** The input that says of which kind the picture is. */
    public static final String KIND = "kind";

    /** What is added to each skip, in the order in which they are made, and to what the middle gives. */
    record Residuals(List<Tensor> skips, Tensor middle) {}

    /**
     * From a {@code config.json}, for one kind of picture.
     *
     * @throws BadFileException if a value is missing, contradicts another or is not supported
     */
    public static ControlNet of(Config config) {
        Supported.only(config, "controlnet_conditioning_channel_order", "rgb", "bgr");
        Supported.only(config, "conditioning_channels", 3);
        int levels = config.has("block_out_channels")
                ? config.integers("block_out_channels").size()
                : 4;
        // It has no way up.
        Config unet = config.with(Map.of("up_block_types", Collections.nCopies(levels, "UpBlock2D")));
        List<Integer> widths = config.has("conditioning_embedding_out_channels")
                ? config.integers("conditioning_embedding_out_channels")
                : List.of(16, 32, 96, 256);
        if (widths.isEmpty() || widths.size() > 8) {
            throw new BadFileException(
                    config.file(),
                    "\"conditioning_embedding_out_channels\" has " + widths.size()
                            + " entries, which is not supported.");
        }
        return new ControlNet(
                SdUnetConfig.of(unet),
                widths,
                config.integer("conditioning_channels", 3),
                config.text("controlnet_conditioning_channel_order", "rgb").equals("bgr"),
                config.flag("global_pool_conditions", false),
                Optional.empty());
    }

    /**
     * The same with what the tensors tell beside.
     *
     * @throws BadFileException if they are those of a {@link ControlUnion} and misshapen, or of one that is not of SDXL
     */
    public ControlNet with(Weights weights) {
        Optional<ControlUnion> found = ControlUnion.of(weights);
        if (found.isPresent() && config.sizeWidth() == 0) {
            throw new BadFileException(
                    weights.file(),
                    "This is a ControlNet Union, but its configuration has no \"addition_time_embed_dim\"; supported are those of SDXL.");
        }
        return new ControlNet(config, widths, channels, blueFirst, pooled, found);
    }

    @Override
    public String name() {
        return "controlnet";
    }

    /** The part that sees the control picture alone. */
    public ControlHint hint() {
        return new ControlHint(widths, channels, blueFirst, config.channels(0));
    }

    /** How many skips there are. */
    public int skips() {
        int count = 1;
        for (int i = 0; i < config.levels(); i++) {
            count += config.layers(i) + (i < config.levels() - 1 ? 1 : 0);
        }
        return count;
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor sample = graph.input("sample", DType.F32, "batch", config.inChannels(), "height", "width");
        SdTold told = SdTold.declare(graph, config);
        Tensor text = graph.input("encoder_hidden_states", DType.F32, "batch", "tokens", config.context());
        Dim height = Dim.symbol("height").times(hint().factor());
        Dim width = Dim.symbol("width").times(hint().factor());
        Tensor image = graph.input("image", DType.F32, "batch", channels, height, width);

        Optional<Tensor> kind = union.map(some -> graph.input(KIND, DType.F32, "batch", some.kinds()));
        Tensor features = hint().features(image, w);
        Tensor condition = kind.isPresent() ? union.orElseThrow().shifted(features, kind.get(), w) : features;
        Residuals residuals = residuals(sample, told, kind, text, condition, w);
        for (int i = 0; i < residuals.skips.size(); i++) {
            graph.output("residual." + i, residuals.skips.get(i));
        }
        graph.output("residual.mid", residuals.middle);
        graph.requireAllUsed(w);
    }

    /** The copy of the way down and the middle, each of its features through a convolution that began at zero. */
    Residuals residuals(Tensor sample, SdTold told, Optional<Tensor> kind, Tensor text, Tensor condition, Weights w) {
        SdBlocks blocks = new SdBlocks(config);
        Tensor embedding = blocks.timeEmbedding(told, w);
        Tensor time = kind.map(some -> embedding.plus(blocks.numbers(some, w.at("control_add_embedding"))))
                .orElse(embedding)
                .silu();
        Tensor x = conv(sample, w.at("conv_in"), config.channels(0), config.inKernel());
        SdBlocks.Down down = blocks.down(x.plus(condition), time, text, w);
        List<Tensor> features = down.skips();
        List<Tensor> skips = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            skips.add(zero(features.get(i), w.at("controlnet_down_blocks", i)));
        }
        Tensor middle = blocks.middle(down.end(), time, text, w.at("mid_block"));
        return new Residuals(skips, zero(middle, w.at("controlnet_mid_block")));
    }

    private Tensor zero(Tensor x, Weights w) {
        Tensor residual = conv(x, w, (int) x.dim(1).fixed(), 1);
        return pooled ? mean(residual) : residual;
    }

    /** Over all pixels, which a softmax of nothing but zeros weighs alike. */
    static Tensor mean(Tensor x) {
        Dim pixels = x.dim(2).times(x.dim(3));
        Tensor flat = x.reshape(x.dim(0), x.dim(1), pixels);
        Tensor share = Spatial.positions(flat, 2).times(0).softmax().reshape(pixels, 1);
        return flat.matmul(share).reshape(x.dim(0), x.dim(1), 1, 1);
    }
}
