package dev.zograf.contrib.lines;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * Holistically-nested edge detection (Xie and Tu 2015) in the layout of ControlNet's annotator: blocks of 3x3 convolutions, each at half
 * the size of the one before, and each with a map of edges of its own. Channels and counts come from the weights.
 *
 * <p>Input: {@code image [batch, 3, h, w]} in 0 to 255. Outputs: {@code edges1 [batch, 1, h, w]}, {@code edges2} of half the size, …: before
 * the sigmoid.
 *
 * @param blocks how many there are
 */
record HedNetwork(int blocks) implements NetworkDefinition {

    /** The network that the names describe, or empty if they are of another architecture. */
    static Optional<HedNetwork> detect(Weights w) {
        int blocks = 0;
        while (w.at("block" + (blocks + 1)).has("projection")) {
            blocks++;
        }
        return blocks > 0 && w.has("norm") ? Optional.of(new HedNetwork(blocks)) : Optional.empty();
    }

    /** The least side of a picture: the last block still sees a pixel. */
    int leastSide() {
        return 1 << blocks - 1;
    }

    /** The name of an output, counted from 1. */
    static String edges(int block) {
        return "edges" + block;
    }

    @Override
    public String name() {
        return "hed";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor image = graph.input("image", DType.F32, "batch", 3, "height", "width");
        Tensor x = image.minus(graph.weight(w, "norm", Shape.of(1, 3, 1, 1)));
        for (int block = 1; block <= blocks; block++) {
            Weights scope = w.at("block" + block);
            x = block == 1 ? x : Nn.maxPool(x, 2);
            for (Weights convolution : scope.all("convs")) {
                x = Nn.conv(x, convolution).relu();
            }
            graph.output(edges(block), Nn.conv(x, scope.at("projection"), 1, 1));
        }
        graph.requireAllUsed(w);
    }
}
