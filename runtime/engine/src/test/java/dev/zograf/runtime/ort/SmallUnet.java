package dev.zograf.runtime.ort;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the networks of diffusion models are made of, in small: a timestep, residual blocks with skips, a transformer, halves and doubles. */
record SmallUnet(int blocks) implements NetworkDefinition {

    static final int WIDTH = 32;
    private static final int CONTEXT = 24;

    @Override
    public String name() {
        return "small_unet";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor sample = graph.input("sample", DType.F32, "batch", 4, "height", "width");
        Tensor step = graph.input("timestep", DType.F32, "batch");
        Tensor text = graph.input("text", DType.F32, "batch", "tokens", CONTEXT);
        Tensor time =
                Nn.linear(Nn.sinusoidal(step, WIDTH, true, 0), w.at("time.0")).silu();
        time = Nn.linear(time, w.at("time.1")).silu();
        Tensor x = Nn.conv(sample, w.at("conv_in"), WIDTH, 3);
        List<Tensor> skips = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            x = resnet(x, time, w.at("down", i));
            skips.add(x);
        }
        x = Nn.conv(x, w.at("half"), WIDTH, 3, 2, new int[] {1, 1, 1, 1});
        x = transformer(x, text, w.at("middle"));
        x = Nn.conv(x.resizeLike(skips.get(0)), w.at("double"), WIDTH, 3);
        for (int i = 0; i < blocks; i++) {
            x = resnet(Tensor.concat(1, List.of(x, skips.remove(skips.size() - 1))), time, w.at("up", i));
        }
        graph.output("hidden", x);
        graph.output("out", Nn.conv(Nn.groupNorm(x, w.at("norm_out"), 4, 1e-5).silu(), w.at("conv_out"), 4, 3));
    }

    private static Tensor resnet(Tensor x, Tensor time, Weights w) {
        Tensor h = Nn.conv(Nn.groupNorm(x, w.at("norm1"), 4, 1e-5).silu(), w.at("conv1"), WIDTH, 3);
        h = h.plus(Nn.linear(time, w.at("time"), WIDTH).reshape(time.dim(0), WIDTH, 1, 1));
        h = Nn.conv(Nn.groupNorm(h, w.at("norm2"), 4, 1e-5).silu(), w.at("conv2"), WIDTH, 3);
        return (x.dim(1).fixed() == WIDTH ? x : Nn.conv(x, w.at("shortcut"), WIDTH, 1)).plus(h);
    }

    private static Tensor transformer(Tensor x, Tensor text, Weights w) {
        Tensor tokens = x.reshape(x.dim(0), WIDTH, x.dim(2).times(x.dim(3))).permute(0, 2, 1);
        Tensor n = Nn.layerNorm(tokens, w.at("norm1"), 1e-5);
        Tensor q = Nn.linear(n, w.at("q"));
        Tensor h = tokens.plus(
                Nn.linear(Nn.attention(q, Nn.linear(n, w.at("k")), Nn.linear(n, w.at("v")), 2, false), w.at("o")));
        n = Nn.layerNorm(h, w.at("norm2"), 1e-5);
        h = h.plus(Nn.attention(
                Nn.linear(n, w.at("q2")), Nn.linear(text, w.at("k2")), Nn.linear(text, w.at("v2")), 2, false));
        Tensor gate = Nn.linear(Nn.layerNorm(h, w.at("norm3"), 1e-5), w.at("ff"));
        h = h.plus(Nn.linear(
                gate.slice(2, 0, WIDTH).times(gate.slice(2, WIDTH, 2 * WIDTH).gelu()), w.at("ff_out")));
        return x.plus(h.permute(0, 2, 1).reshape(x.dim(0), WIDTH, x.dim(2), x.dim(3)));
    }

    /** A graph of it over weights. */
    TensorGraph graph(MemoryWeights weights) {
        TensorGraph graph = new TensorGraph();
        build(graph, Weights.of(weights));
        return graph;
    }

    /** The same numbers each time, for two pictures and five tokens. */
    static Map<String, HostTensor> inputs(int height, int width) {
        Random random = new Random(7);
        return Map.of(
                "sample",
                normal(random, 2, 4, height, width),
                "timestep",
                FloatTensor.of(new float[] {801, 801}, 2),
                "text",
                normal(random, 2, 5, CONTEXT));
    }

    private static FloatTensor normal(Random random, int... shape) {
        float[] numbers = new float[OperatorsTest.Trial.product(shape)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(numbers, shape);
    }

    /** Random weights, of a scale that keeps values near 1. */
    MemoryWeights weights(long seed) {
        Random random = new Random(seed);
        MemoryWeights out = new MemoryWeights();
        layer(out, random, "time.0", WIDTH, WIDTH);
        layer(out, random, "time.1", WIDTH, WIDTH);
        layer(out, random, "conv_in", WIDTH, 4, 3, 3);
        for (int i = 0; i < blocks; i++) {
            block(out, random, "down." + i, WIDTH);
            block(out, random, "up." + i, 2 * WIDTH);
        }
        for (String name : List.of("half", "double")) {
            layer(out, random, name, WIDTH, WIDTH, 3, 3);
        }
        for (String name : List.of("norm1", "norm2", "norm3")) {
            norm(out, random, "middle." + name, WIDTH);
        }
        for (String name : List.of("q", "k", "v", "o", "q2", "ff_out")) {
            layer(out, random, "middle." + name, WIDTH, WIDTH);
        }
        layer(out, random, "middle.k2", WIDTH, CONTEXT);
        layer(out, random, "middle.v2", WIDTH, CONTEXT);
        layer(out, random, "middle.ff", 2 * WIDTH, WIDTH);
        norm(out, random, "norm_out", WIDTH);
        layer(out, random, "conv_out", 4, WIDTH, 3, 3);
        return out;
    }

    private static void block(MemoryWeights out, Random random, String name, int in) {
        norm(out, random, name + ".norm1", in);
        layer(out, random, name + ".conv1", WIDTH, in, 3, 3);
        layer(out, random, name + ".time", WIDTH, WIDTH);
        norm(out, random, name + ".norm2", WIDTH);
        layer(out, random, name + ".conv2", WIDTH, WIDTH, 3, 3);
        if (in != WIDTH) {
            layer(out, random, name + ".shortcut", WIDTH, in, 1, 1);
        }
    }

    private static void layer(MemoryWeights out, Random random, String name, long... shape) {
        out.unitGain(random, name + ".weight", shape);
        out.scaled(random, name + ".bias", 0.1, shape[0]);
    }

    private static void norm(MemoryWeights out, Random random, String name, long width) {
        out.scaled(random, name + ".weight", 1, width);
        out.scaled(random, name + ".bias", 0.1, width);
    }
}
