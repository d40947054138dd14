package dev.zograf.runtime.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.CancelledException;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

    @TempDir
    Path temp;

    private static Weight floats(String name, float... numbers) {
        return Weight.of(name, DType.F32, new long[] {numbers.length}, new WeightStorage.InMemory(() -> {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float number : numbers) {
                bytes.putFloat(number);
            }
            return bytes.flip();
        }));
    }

    private static Weight longs(String name, long number) {
        return Weight.of(
                name,
                DType.I64,
                new long[] {1},
                new WeightStorage.InMemory(() -> ByteBuffer.allocateDirect(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .flip()));
    }

    @Test
    void writesWhatIsReadAgain() throws IOException {
        Path file = temp.resolve("a.safetensors");
        new SafetensorsWriter(Optional.of(DType.BF16), () -> {})
                .write(file, List.of(floats("b", 1, -2.5f), longs("a", 7), floats("empty")), Map.of("made", "here"));

        SafetensorsFile read = SafetensorsFile.open("a", file);
        assertThat(read.metadata()).containsExactly(Map.entry("made", "here"));
        assertThat(read.names()).containsExactly("a", "b", "empty");
        assertThat(read.find("b").orElseThrow().dtype()).isEqualTo(DType.BF16);
        assertThat(WeightData.floats(read.find("b").orElseThrow())).containsExactly(1, -2.5f);
        assertThat(read.find("a").orElseThrow().dtype()).isEqualTo(DType.I64);
        assertThatThrownBy(() -> new SafetensorsWriter(Optional.empty(), () -> {}).write(file, List.of(), Map.of()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void holdsAPieceOfALargeTensorOnly() throws IOException {
        long size = 200_000_000;
        Path source = temp.resolve("large.bin");
        try (RandomAccessFile sparse = new RandomAccessFile(source.toFile(), "rw")) {
            sparse.setLength(size);
        }
        Weight large = Weight.of(
                "w", DType.F16, new long[] {size / 2}, new WeightStorage.InFile(source.toRealPath(), 0, size));
        long before = direct();
        AtomicLong most = new AtomicLong();
        Path file = temp.resolve("out.safetensors");
        new SafetensorsWriter(Optional.of(DType.F8_E4M3), () -> most.accumulateAndGet(direct() - before, Math::max))
                .write(file, List.of(large), Map.of());

        assertThat(Files.size(file)).isBetween(size / 2, size / 2 + 1000);
        assertThat(most.get()).isBetween(1L, 8_000_000L);
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void stopsBetweenPieces() {
        assertThatThrownBy(() -> new SafetensorsWriter(Optional.empty(), () -> {
                            throw new CancelledException();
                        })
                        .write(temp.resolve("a.safetensors"), List.of(floats("a", 1)), Map.of()))
                .isInstanceOf(CancelledException.class);
    }
}
