package dev.zograf.models;

import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * What a ControlNet Union has beside a {@link ControlNet}: one network for several kinds of control pictures, which is told of which kind its
 * picture is, beside the timestep and by a shift of the picture's features. In the names of diffusers' {@code ControlNetUnionModel}, whose
 * formulas these are for one picture.
 *
 * @param kinds how many kinds of pictures it was trained on
 */
public record ControlUnion(int kinds) {

    private static final String KINDS = "task_embedding";
    private static final double EPS = 1e-5;

    /** What the tensors of a ControlNet tell of it; empty for one that knows one kind of picture. */
    static Optional<ControlUnion> of(Weights net) {
        return net.find(KINDS).map(Weight::shape).map(shape -> {
            if (shape.length != 2 || shape[0] < 1 || shape[0] > 1 << 10) {
                throw new BadFileException(
                        net.file(),
                        net.fullName(KINDS) + " is no list of kinds of pictures: [kinds, width] is needed.");
            }
            return new ControlUnion((int) shape[0]);
        });
    }

    /**
     * The features of pictures with the shift of their kind. In the original a transformer makes the shift, which by its order of axes looks
     * from a picture at the same place of others in the batch, not at other places: a picture by itself looks at itself alone.
     *
     * @param features {@code [batch, width, h, w]}
     * @param kind {@code [batch, kinds]}, 1 for that of the picture, else 0
     * @param w the whole network
     */
    Tensor shifted(Tensor features, Tensor kind, Weights w) {
        long width = features.dim(1).fixed();
        Tensor token = ControlNet.mean(features).reshape(features.dim(0), width);
        token = token.plus(kind.matmul(token.graph().weight(w, KINDS, Shape.of(kinds, width))));
        for (Weights layer : w.all("transformer_layes")) {
            token = layer(token, layer);
        }
        return features.plus(linear(token, w.at("spatial_ch_projs"), width).reshape(features.dim(0), width, 1, 1));
    }

    private static Tensor layer(Tensor x, Weights w) {
        long width = x.dim(1).fixed();
        int from = (int) (2 * width);
        int to = (int) (3 * width);
        Weights self = w.at("attn");
        Tensor matrix = x.graph().weight(self, "in_proj_weight", Shape.of(to, width));
        Tensor bias = x.graph().weight(self, "in_proj_bias", Shape.of(to));
        Tensor value = Nn.linear(
                layerNorm(x, w.at("ln_1"), EPS), matrix.slice(0, from, to), Optional.of(bias.slice(0, from, to)));
        x = x.plus(linear(value, self.at("out_proj"), width));
        Tensor h = linear(layerNorm(x, w.at("ln_2"), EPS), w.at("mlp").at("c_fc"), 4 * width)
                .quickGelu();
        return x.plus(linear(h, w.at("mlp").at("c_proj"), width));
    }
}
