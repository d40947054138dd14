package dev.zograf.runtime.ort;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.model.SafetensorsBytes;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A convolution and what follows it: a norm, attention over pixels, and a sum. */
record SmallNetwork(int groups) implements NetworkDefinition {

    @Override
    public String name() {
        return "small";
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        Tensor x = graph.input("x", DType.F32, "batch", 3, "height", "width");
        Tensor h = Nn.conv(x, weights.at("conv"));
        graph.output("hidden", h);
        Tensor normal = Nn.groupNorm(h, weights.at("norm"), groups, 1e-5);
        Tensor tokens =
                normal.silu().reshape(x.dim(0), 4, x.dim(2).times(x.dim(3))).permute(0, 2, 1);
        Tensor mixed = Nn.attention(tokens, tokens, Nn.linear(tokens, weights.at("to_v")), 2, false);
        graph.output(
                "out",
                mixed.permute(0, 2, 1).reshape(x.dim(0), 4, x.dim(2), x.dim(3)).plus(h));
    }

    /** A safetensors file of its weights, which begin at an odd byte. */
    static byte[] file(long seed) {
        Random random = new Random(seed);
        return new SafetensorsBytes()
                .add("odd", "U8", new long[] {1}, new byte[1])
                .add("conv.weight", gaussian(random, 4 * 3 * 9), 4, 3, 3, 3)
                .add("conv.bias", gaussian(random, 4), 4)
                .add("norm.weight", gaussian(random, 4), 4)
                .add("norm.bias", gaussian(random, 4), 4)
                .add("to_v.weight", gaussian(random, 16), 4, 4)
                .add("to_v.bias", gaussian(random, 4), 4)
                .bytes();
    }

    static Weights open(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        return Weights.of(SafetensorsFile.open(name, file));
    }

    static FloatTensor picture(long seed, int batch, int height, int width) {
        return FloatTensor.of(gaussian(new Random(seed), batch * 3 * height * width), batch, 3, height, width);
    }

    static float[] gaussian(Random random, int size) {
        float[] out = new float[size];
        for (int i = 0; i < size; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return out;
    }
}
