package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Networks that run beside one another give what they give alone, to the bit. */
class AtOnceTest {

    private static final int RUNS = 24;

    /** Convolutions, a norm and attention over 256 places. */
    private record Block(String name) implements NetworkDefinition {
        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "batch", 32, "height", "width");
            Tensor h = Nn.groupNorm(Nn.conv(x, weights.at("conv")), weights.at("norm"), 8, 1e-5)
                    .silu();
            Tensor tokens = h.reshape(x.dim(0), 32, x.dim(2).times(x.dim(3))).permute(0, 2, 1);
            Tensor mixed = Nn.attention(tokens, tokens, Nn.linear(tokens, weights.at("to_v")), 4, false);
            graph.output(
                    "out",
                    mixed.permute(0, 2, 1)
                            .reshape(x.dim(0), 32, x.dim(2), x.dim(3))
                            .plus(h));
        }
    }

    private static Weights weights() {
        Random random = new Random(5);
        return Weights.of(new MemoryWeights()
                .random(random, "conv.weight", 32, 32, 3, 3)
                .random(random, "conv.bias", 32)
                .random(random, "norm.weight", 32)
                .random(random, "norm.bias", 32)
                .random(random, "to_v.weight", 32, 32)
                .random(random, "to_v.bias", 32));
    }

    private static FloatTensor picture(int seed) {
        Random random = new Random(seed);
        float[] numbers = new float[2 * 32 * 16 * 16];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(numbers, 2, 32, 16, 16);
    }

    @Test
    void givesTheSameAsInSequence() throws Exception {
        NetworkOptions options = new NetworkOptions(Device.CPU, 4, Optimization.AUTO, Precision.AUTO, 1 << 30);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (EngineNetworks engine = OrtBackend.networks(options)) {
            List<Network> networks =
                    List.of(engine.compile(new Block("one"), weights()), engine.compile(new Block("other"), weights()));
            List<float[]> alone = new ArrayList<>();
            List<Callable<float[]>> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                Network network = networks.get(i % 2);
                Map<String, FloatTensor> input = Map.of("x", picture(i));
                runs.add(() -> network.run(input, "out", Cancellation.never()).toArray());
                alone.add(runs.get(i).call());
            }
            List<Future<float[]>> together = threads.invokeAll(runs);
            for (int i = 0; i < RUNS; i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
