package dev.zograf.models;

import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.projection;
import static java.util.Objects.requireNonNull;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hypernetwork in the graph of a {@link SdUnet}, as NovelAI introduced it for Stable Diffusion (2022) and AUTOMATIC1111's web interface trains it: small
 * perceptrons that change what attention makes its keys and its values of, {@code x + strength * f(x)}, one for the keys and one for the values for each
 * width of what is looked at. Nothing is changed where it has none for the width.
 *
 * <p>Its tensors are called {@code W.H.linear.N.weight} and {@code .bias}, as the nested dictionaries of such files are with points between the keys: W is the
 * width, H is 0 for keys and 1 for values, N counts layers and what stands between them. A matrix is a layer, a vector a layer normalisation. The oldest files
 * have {@code W.H.linear1} and {@code W.H.linear2} instead.
 *
 * <p>Input: {@code strength [1]}.
 *
 * @param activation what follows each layer but the last: {@code linear} for nothing, {@code relu}, {@code leakyrelu}, {@code swish}, {@code tanh} or {@code sigmoid}
 * @param activatesLast whether it follows the last one, too
 */
public record HypernetworkEdit(Weights weights, String activation, boolean activatesLast) implements GraphEdit {

    private static final Map<String, UnaryOperator<Tensor>> ACTIVATIONS = Map.of(
            "linear",
            x -> x,
            "relu",
            Tensor::relu,
            "leakyrelu",
            x -> x.leakyRelu(0.01),
            "swish",
            Tensor::silu,
            "tanh",
            Tensor::tanh,
            "sigmoid",
            Tensor::sigmoid);

    private static final Pattern NAME =
            Pattern.compile("(\\d+)\\.([01])\\.(linear\\.(\\d+)|linear([12]))\\.(weight|bias)");
    private static final double EPS = 1e-5;

    /**
     * Checks that the file is one.
     *
     * @throws BadFileException if a tensor has another name or does not fit the one before it, or if the activation is not known
     */
    public HypernetworkEdit {
        if (!ACTIVATIONS.containsKey(activation)) {
            throw new BadFileException(
                    weights.file(),
                    "A hypernetwork with the activation " + activation + " is not supported; supported are "
                            + String.join(
                                    ", ", ACTIVATIONS.keySet().stream().sorted().toList()) + ".");
        }
        if (weights.names().isEmpty()) {
            throw new BadFileException(weights.file(), "There is nothing in it.");
        }
        for (String name : weights.names()) {
            Matcher known = NAME.matcher(name);
            if (!known.matches()) {
                throw new BadFileException(
                        weights.file(),
                        "It is no hypernetwork: these have tensors such as 768.0.linear.0.weight, and this one has "
                                + name + ".");
            }
            requireFit(weights, known.group(1));
        }
    }

    private static void requireFit(Weights weights, String width) {
        for (String half : List.of("0", "1")) {
            long now = Long.parseLong(width);
            for (Weights layer : layers(weights.at(width).at(half))) {
                long[] shape = layer.find("weight").map(Weight::shape).orElseThrow();
                if (shape.length < 1 || shape.length > 2 || shape[shape.length - 1] != now) {
                    throw new BadFileException(
                            weights.file(),
                            layer.fullName("weight") + " does not take the " + now + " numbers before it.");
                }
                now = shape[0];
            }
            if (now != Long.parseLong(width)) {
                throw new BadFileException(
                        weights.file(),
                        "The layers of " + width + "." + half + " end with " + now + " numbers, not with " + width
                                + ".");
            }
        }
    }

    @Override
    public void apply(Hooks hooks) {
        Tensor strength = hooks.input("strength", DType.F32, 1);
        hooks.where(place -> place.endsWith(".context"), (place, values, context) -> {
            Weights own = weights.at(String.valueOf(values.get(0).dim(2)));
            if (own.names().isEmpty()) {
                return values;
            }
            return List.of(
                    values.get(0).plus(changed(values.get(0), own.at("0")).times(strength)),
                    values.get(1).plus(changed(values.get(1), own.at("1")).times(strength)));
        });
    }

    private Tensor changed(Tensor x, Weights half) {
        List<Weights> layers = layers(half);
        if (layers.isEmpty()) {
            return x.times(0);
        }
        int last = layers.size() - 1;
        while (layers.get(last).find("weight").orElseThrow().shape().length == 1 && last > 0) {
            last--;
        }
        Tensor h = x;
        for (int i = 0; i < layers.size(); i++) {
            Weights layer = layers.get(i);
            if (layer.find("weight").orElseThrow().shape().length == 1) {
                h = layerNorm(h, layer, EPS);
            } else {
                h = projection(h, layer);
                h = i < last || activatesLast
                        ? requireNonNull(ACTIVATIONS.get(activation)).apply(h)
                        : h;
            }
        }
        return h;
    }

    /** In their order. */
    private static List<Weights> layers(Weights half) {
        SortedMap<Integer, Weights> found = new TreeMap<>();
        for (String name : half.names()) {
            Matcher known = NAME.matcher(name);
            if (known.matches() && known.group(6).equals("weight")) {
                String numbered = known.group(4);
                found.put(
                        Integer.valueOf(numbered == null ? known.group(5) : numbered),
                        numbered == null
                                ? half.at("linear" + known.group(5))
                                : half.at("linear").at(numbered));
            }
        }
        return List.copyOf(found.values());
    }
}
