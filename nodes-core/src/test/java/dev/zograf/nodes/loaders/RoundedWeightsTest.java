package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoundedWeightsTest {

    private static final float[] NUMBERS = {0.1f, -0.3f, 0.001f, 0x1p-10f, 0x3p-10f, 17, 19, -448, 464.1f, 1000};

    /** A bias of a convolution, the factors of a norm, and whole numbers. */
    private record Some() implements WeightSource {
        @Override
        public Optional<Weight> find(String name) {
            DType type = name.equals("ids") ? DType.I32 : DType.F32;
            return Optional.of(
                    Weight.of(name, type, new long[] {NUMBERS.length}, new WeightStorage.InMemory(() -> bytes(type))));
        }

        private static ByteBuffer bytes(DType type) {
            ByteBuffer out = ByteBuffer.allocateDirect(NUMBERS.length * 4).order(ByteOrder.LITTLE_ENDIAN);
            for (float number : NUMBERS) {
                out = type == DType.I32 ? out.putInt((int) number) : out.putFloat(number);
            }
            return out.flip();
        }

        @Override
        public NavigableSet<String> names() {
            return new TreeSet<>(List.of("conv_in.bias", "ids", "norm.weight"));
        }

        @Override
        public String file() {
            return "some";
        }

        @Override
        public String fingerprint() {
            return "some";
        }
    }

    private static float[] rounded(DType type, String name) {
        return WeightData.floats(
                RoundedWeights.of(Weights.of(new Some()), type).find(name).orElseThrow());
    }

    /** What PyTorch 2.15 makes of them by {@code .to(torch.float8_e4m3fn)} and {@code .to(torch.float8_e5m2)}. */
    @Test
    void roundsAllFloatsAsPyTorchDoes() {
        for (String name : new String[] {"conv_in.bias", "norm.weight"}) {
            assertThat(rounded(DType.F8_E4M3, name))
                    .containsExactly(0.1015625f, -0.3125f, 0.001953125f, 0, 0.00390625f, 16, 20, -448, 448, 448);
            assertThat(rounded(DType.F8_E5M2, name))
                    .containsExactly(0.09375f, -0.3125f, 0.0009765625f, 0x1p-10f, 0x3p-10f, 16, 20, -448, 448, 1024);
        }
    }

    @Test
    void leavesWholeNumbersAndKnowsItself() {
        Weights some = Weights.of(new Some());

        assertThat(rounded(DType.F8_E4M3, "ids")).containsExactly(0, 0, 0, 0, 0, 17, 19, -448, 464, 1000);
        assertThat(RoundedWeights.of(some, DType.F8_E4M3).fingerprint())
                .isNotEqualTo(some.fingerprint())
                .isNotEqualTo(RoundedWeights.of(some, DType.F8_E5M2).fingerprint());
    }
}
