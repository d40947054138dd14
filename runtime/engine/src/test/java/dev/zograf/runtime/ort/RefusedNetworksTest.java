package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.model.SafetensorsBytes;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be computed is refused, with the reason. */
class RefusedNetworksTest {

    /** All products of two numbers of a vector. */
    private record Outer() implements NetworkDefinition {
        @Override
        public String name() {
            return "outer";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "n");
            graph.output("out", x.reshape(x.dim(0), 1).times(x));
        }
    }

    @TempDir
    Path folder;

    private final EngineNetworks engine =
            OrtBackend.networks(new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30));

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void namesEveryMismatch() throws IOException {
        byte[] bytes = new SafetensorsBytes()
                .add("conv.weight", new float[4 * 2 * 9], 4, 2, 3, 3)
                .add("conv.bias", new float[4], 4)
                .add("norm.weight", new float[5], 5)
                .add("norm.bias", new float[4], 4)
                .bytes();
        assertThatThrownBy(
                        () -> engine.compile(new SmallNetwork(2), SmallNetwork.open(folder, "unet.safetensors", bytes)))
                .isInstanceOf(BadFileException.class)
                .hasMessageStartingWith("unet.safetensors: The weights do not match the model's configuration: ")
                .hasMessageContaining("conv.weight has the shape [4, 2, 3, 3] where [4, 3, 3, 3] is needed")
                .hasMessageContaining("norm.weight")
                .hasMessageContaining("to_v.weight is missing")
                .hasMessageContaining("to_v.bias is missing");
    }

    @Test
    void saysWhichInputDoesNotFit() throws IOException {
        Network network =
                engine.compile(new SmallNetwork(2), SmallNetwork.open(folder, "m.safetensors", SmallNetwork.file(1)));
        assertThatThrownBy(() -> network.run(Map.of("x", FloatTensor.zeros(1, 4, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The input x of the network small is F32[batch, 3, height, width]");
        assertThatThrownBy(
                        () -> network.run(Map.of("y", SmallNetwork.picture(1, 1, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        network.run(Map.of("x", SmallNetwork.picture(1, 1, 2, 2)), "nothing", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class);
        Network heavy = engine.compile(new Powers(1), Weights.of(new MemoryWeights()));
        assertThatThrownBy(() -> heavy.run(Map.of("x", FloatTensor.zeros(2, 3)), "out", Cancellation.never()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n=2");
    }

    @Test
    void saysWhenMemoryIsNotEnough() {
        // 2^46 numbers are more than a 47-bit address space holds; the arena takes a third more.
        FloatTensor x = FloatTensor.zeros(1 << 23);
        Network estimated = engine.compile(new Outer(), Weights.of(new MemoryWeights()));
        assertThatThrownBy(() -> estimated.run(Map.of("x", x), "out", Cancellation.never()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The network outer needs about 365917.5 GB for x [8388608] (")
                .hasMessageContaining("Choose a smaller size or batch");
        NetworkOptions trusting =
                new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30).within(Long.MAX_VALUE);
        try (EngineNetworks networks = OrtBackend.networks(trusting)) {
            Network network = networks.compile(new Outer(), Weights.of(new MemoryWeights()));
            assertThatThrownBy(() -> network.run(Map.of("x", x), "out", Cancellation.never()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("The network outer needs more memory than there is");
            assertThat(network.run(Map.of("x", FloatTensor.zeros(2)), "out", Cancellation.never())
                            .shape())
                    .containsExactly(2, 2);
        }
    }

    @Test
    void noticesReplacedFiles() throws IOException {
        Weights before = SmallNetwork.open(folder, "m.safetensors", SmallNetwork.file(1));
        Network old = engine.compile(new SmallNetwork(2), before);
        Weights after = SmallNetwork.open(
                folder,
                "m.safetensors",
                new SafetensorsBytes().add("pad", new float[3], 3).bytes());
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
        assertThatThrownBy(() -> old.run(Map.of("x", SmallNetwork.picture(1, 1, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("changed since it was opened");
    }

    @Test
    void refusesWorkAfterItIsClosed() throws IOException {
        Network network =
                engine.compile(new SmallNetwork(2), SmallNetwork.open(folder, "m.safetensors", SmallNetwork.file(1)));
        engine.close();
        assertThatThrownBy(
                        () -> network.run(Map.of("x", SmallNetwork.picture(1, 1, 2, 2)), "out", Cancellation.never()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The engine is closed.");
    }
}
