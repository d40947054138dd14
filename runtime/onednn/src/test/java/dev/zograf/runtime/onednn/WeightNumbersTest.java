package dev.zograf.runtime.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightNumbersTest {

    private static final int SIZE = 70_001;

    private static Weight random(DType type) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] all = new byte[bytes.capacity()];
        new Random(type.ordinal()).nextBytes(all);
        bytes.put(all).flip();
        return Weight.of(
                "w",
                type,
                new long[] {SIZE},
                new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
    void numbersAreThoseThatAreStored(DType type) {
        Weight weight = random(type);
        float[] wanted = WeightData.floats(weight);
        float[] got = new float[SIZE];

        WeightNumbers.of(weight).floats(0, SIZE, got);

        assertThat(got).isEqualTo(wanted);
    }

    @Test
    void halvesAreRoundedToTheNearestBfloat() {
        Weight weight = random(DType.F16);
        float[] exact = WeightData.floats(weight);

        WeightNumbers.Native numbers = WeightNumbers.of(weight).natively(Kind.BF16, new Scratch());

        assertThat(numbers.kind()).isEqualTo(Kind.BF16);
        for (int i = 0; i < SIZE; i++) {
            float got = WeightData.number(numbers.buffer(), i, DType.BF16);
            if (Float.isNaN(exact[i])) {
                assertThat(got).isNaN();
            } else {
                // A neighbour on either side would not be nearer.
                float above = Float.intBitsToFloat(Float.floatToRawIntBits(got) + 0x10000);
                float below = Float.intBitsToFloat(Float.floatToRawIntBits(got) - 0x10000);
                float distance = Math.abs(got - exact[i]);
                if (Float.isFinite(exact[i]) && got != 0) {
                    assertThat(distance).isLessThanOrEqualTo(Math.abs(above - exact[i]));
                    assertThat(distance).isLessThanOrEqualTo(Math.abs(below - exact[i]));
                }
            }
        }
    }

    @Test
    void numbersInAFileAreReadWhereTheyAre(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("weights");
        ByteBuffer bytes = ByteBuffer.allocate(3 + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(3).putFloat(1.5f).putFloat(-2);
        Files.write(file, bytes.array());
        Weight weight =
                Weight.of("w", DType.F32, new long[] {2}, new WeightStorage.InFile(file.toAbsolutePath(), 3, 8));
        float[] got = new float[2];

        WeightNumbers.of(weight).floats(0, 2, got);

        assertThat(got).containsExactly(1.5f, -2);
    }

    @Test
    void wholeNumbersAreNearToWhatTheyStandFor() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(6 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float each : new float[] {0, 0, 0, 12.7f, -6.4f, 0.04f}) {
            bytes.putFloat(each);
        }
        bytes.flip();
        Weight weight = Weight.of(
                "w",
                DType.F32,
                new long[] {2, 3},
                new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
        ByteBuffer whole = ByteBuffer.allocate(6);
        float[] scales = new float[2];

        WholeWeights.round(WeightNumbers.of(weight), 0, 3, whole, scales);

        assertThat(whole.array()).containsExactly(0, 0, 0, 127, -64, 0);
        assertThat(scales[0]).isZero();
        assertThat(scales[1]).isCloseTo(0.1f, org.assertj.core.data.Offset.offset(1e-6f));
    }
}
