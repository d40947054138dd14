package dev.zograf.runtime.ort;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;

/** The same product of matrices so many times: long enough to be stopped. */
record Powers(int times) implements NetworkDefinition {

    @Override
    public String name() {
        return "powers";
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        Tensor x = graph.input("x", DType.F32, "n", "n");
        Tensor y = x;
        for (int i = 0; i < times; i++) {
            y = y.matmul(x).times(0.01);
        }
        graph.output("out", y);
    }
}
