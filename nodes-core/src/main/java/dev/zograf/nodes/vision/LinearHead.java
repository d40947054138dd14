package dev.zograf.nodes.vision;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with one linear layer or several one behind the other without anything between, as LAION's aesthetic heads are (their published
 * perceptron has dropout between its layers and no activation), multiplied out to a single one. The order is that of the numbers
 * in the names; widths come from the shapes.
 */
final class LinearHead {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int WIDEST = 1 << 16;

    private final Weights file;

    LinearHead(Weights file) {
        this.file = file;
    }

    /**
     * The head as a probe.
     *
     * @throws BadFileException if the layers do not follow each other down to one number
     */
    Probe probe() {
        List<Weight> layers = layers();
        double[] weights = {1};
        double bias = 0;
        for (int i = layers.size() - 1; i >= 0; i--) {
            Weight layer = layers.get(i);
            int out = (int) layer.shape()[0];
            int in = (int) layer.shape()[1];
            if (out != weights.length) {
                throw bad(layer + " gives " + out + " numbers where " + weights.length + " are taken");
            }
            Optional<Weight> added = bias(layer);
            if (added.isPresent()) {
                if (added.get().size() != out) {
                    throw bad(added.get() + " does not go with " + layer);
                }
                float[] numbers = WeightData.floats(added.get());
                for (int o = 0; o < out; o++) {
                    bias += weights[o] * numbers[o];
                }
            }
            float[] matrix = WeightData.floats(layer);
            double[] through = new double[in];
            for (int o = 0; o < out; o++) {
                for (int k = 0; k < in; k++) {
                    through[k] += weights[o] * matrix[o * in + k];
                }
            }
            weights = through;
        }
        return Probe.of(weights, bias);
    }

    private List<Weight> layers() {
        List<Weight> layers = new ArrayList<>();
        for (String name : file.names()) {
            Weight weight = file.find(name).orElseThrow();
            long[] shape = weight.shape();
            if (name.endsWith("weight") && shape.length == 2 && shape[0] <= WIDEST && shape[1] <= WIDEST) {
                layers.add(weight);
            } else if (!name.endsWith("bias")) {
                throw bad(weight + " is no part of a linear layer");
            }
        }
        if (layers.isEmpty()) {
            throw bad("there is no weight [1, width]");
        }
        layers.sort(Comparator.comparingInt(layer -> number(layer.name())));
        return layers;
    }

    private Optional<Weight> bias(Weight layer) {
        return file.find(layer.name().substring(0, layer.name().length() - "weight".length()) + "bias");
    }

    private static int number(String name) {
        Matcher numbers = NUMBER.matcher(name);
        int last = 0;
        while (numbers.find() && numbers.group().length() < 9) {
            last = Integer.parseInt(numbers.group());
        }
        return last;
    }

    private BadFileException bad(String what) {
        return new BadFileException(
                file.file(), "This is no probe and no head of linear layers that ends in one number: " + what + ".");
    }
}
