package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.FakeModels;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteNumbersTest {

    /** Three numbers of which the last has these bits. */
    private static Weight weight(DType type, long bits) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(3 * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < type.bytes(); i++) {
            bytes.put(2 * type.bytes() + i, (byte) (bits >> 8 * i));
        }
        return Weight.of(
                "down",
                type,
                new long[] {3},
                new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
    }

    @ParameterizedTest
    @CsvSource({
        "F32, 7f800000, Infinity",
        "F32, ff800000, -Infinity",
        "F32, 7fc00001, NaN",
        "F16, 7c00, Infinity",
        "F16, fe01, NaN",
        "BF16, 7f80, Infinity",
        "BF16, ffc0, NaN",
        "F8_E4M3, 7f, NaN",
        "F8_E5M2, fc, -Infinity",
        "F64, 7ff0000000000000, Infinity"
    })
    void namesTheTensorAndThePlace(DType type, String bits, String value) {
        Weight weight = weight(type, Long.parseUnsignedLong(bits, 16));

        assertThatThrownBy(() -> FiniteNumbers.require("x.safetensors", weight))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("x.safetensors")
                .hasMessageContaining("down has the value " + value + " at place 2");
    }

    @ParameterizedTest
    @CsvSource({"F32, 7f7fffff", "F16, 7bff", "BF16, ff7f", "F8_E4M3, fe", "F8_E5M2, 7b", "I64, 7fffffffffffffff"})
    void theLargestNumbersAreNumbers(DType type, String bits) {
        Weight weight = weight(type, Long.parseUnsignedLong(bits, 16));

        assertThatCode(() -> FiniteNumbers.require("x", weight)).doesNotThrowAnyException();
    }

    @Test
    void filesAreCheckedWhenTheyAreOpened() {
        FakeWeights good = FakeWeights.of(Map.of(
                "lora_unet_conv_in.lora_up.weight", new long[] {4, 2, 1, 1},
                "lora_unet_conv_in.lora_down.weight", new long[] {2, 4, 3, 3}));
        LoraFiles files = new LoraFiles(new FakeModels()
                .with("loras", new FakeCheckpoint("good").withWeights("", good))
                .with("loras", new FakeCheckpoint("bad").withWeights("", new Broken(good))));

        assertThatCode(() -> files.open("good")).doesNotThrowAnyException();
        assertThatCode(() -> files.fingerprint("bad")).doesNotThrowAnyException();
        assertThatThrownBy(() -> files.open("bad"))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("lora_unet_conv_in.lora_up.weight has the value NaN at place 0");
    }

    private record Broken(FakeWeights base) implements dev.zograf.tensor.WeightSource {

        @Override
        public java.util.Optional<Weight> find(String name) {
            return base.find(name).map(weight -> name.contains("up") ? nan(weight) : weight);
        }

        private static Weight nan(Weight weight) {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect((int) weight.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putFloat(0, Float.NaN);
            return Weight.of(
                    weight.name(),
                    DType.F32,
                    weight.shape(),
                    new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
        }

        @Override
        public java.util.NavigableSet<String> names() {
            return base.names();
        }

        @Override
        public String file() {
            return "bad";
        }

        @Override
        public String fingerprint() {
            return "bad";
        }
    }
}
