package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The small convolutional network through which a {@link ControlNet} sees its control picture (Zhang et al. 2023, section 3.2, equation 4).
 *
 * @param widths its channels; it halves the sides between neighbours
 * @param channels those of the control picture
 * @param blueFirst whether it expects them as blue, green, red
 * @param out the channels of the U-Net's first features
 */
public record ControlHint(List<Integer> widths, int channels, boolean blueFirst, int out) {

    private static final String SCOPE = "controlnet_cond_embedding";

    /** What the tensors of a ControlNet in diffusers' names tell of it; where one is missing or misshapen building it will say so. */
    public static ControlHint of(Weights net) {
        Weights w = net.at(SCOPE);
        List<Integer> widths = new ArrayList<>(List.of(size(w.at("conv_in"), 0, 16)));
        for (int i = 1; w.has("blocks." + i); i += 2) {
            widths.add(size(w.at("blocks", i), 0, 16));
        }
        return new ControlHint(List.copyOf(widths), size(w.at("conv_in"), 1, 3), false, size(w.at("conv_out"), 0, 320));
    }

    private static int size(Weights layer, int axis, int otherwise) {
        return layer.find("weight")
                .map(Weight::shape)
                .filter(shape -> shape.length == 4)
                .map(shape -> (int) shape[axis])
                .orElse(otherwise);
    }

    /** How many pixels of the control picture a side of a latent pixel has. */
    public int factor() {
        return 1 << widths.size() - 1;
    }

    /** The control picture at the latent's resolution, with the channels of the first features. */
    Tensor features(Tensor image, Weights net) {
        Weights w = net.at(SCOPE);
        if (blueFirst) {
            image = Tensor.concat(1, List.of(image.slice(1, 2, 3), image.slice(1, 1, 2), image.slice(1, 0, 1)));
        }
        Tensor x = conv(image, w.at("conv_in"), widths.get(0), 3).silu();
        for (int i = 0; i < widths.size() - 1; i++) {
            x = conv(x, w.at("blocks", 2 * i), widths.get(i), 3).silu();
            x = conv(x, w.at("blocks", 2 * i + 1), widths.get(i + 1), 3, 2, new int[] {1, 1, 1, 1})
                    .silu();
        }
        return conv(x, w.at("conv_out"), out, 3);
    }
}
