package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.TensorGraph;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What runs need outside of the heap does not grow with their number. */
class InputBuffersTest {

    private static final int SIZE = 1 << 16;

    @Test
    void oneOfTheSameSizeIsUsedAgain() {
        InputBuffers buffers = new InputBuffers();
        ByteBuffer first = buffers.take(8);
        ByteBuffer second = buffers.take(8);
        assertThat(second).isNotSameAs(first);

        buffers.give(first);

        assertThat(buffers.take(12).capacity()).isEqualTo(12);
        assertThat(buffers.take(8)).isSameAs(first);
        buffers.give(first);
        buffers.clear();
        assertThat(buffers.take(8)).isNotSameAs(first);
    }

    @Test
    void fewAreKept() {
        InputBuffers buffers = new InputBuffers();
        ByteBuffer oldest = buffers.take(4);
        buffers.give(oldest);
        for (int bytes = 8; bytes < 80; bytes += 8) {
            buffers.give(buffers.take(bytes));
        }
        assertThat(buffers.take(4)).isNotSameAs(oldest);
    }

    @Test
    void runsOneAfterTheOtherTakeNoMoreThanOne() {
        TensorGraph graph = new TensorGraph();
        graph.output("out", graph.input("x", DType.F32, "n").times(2));
        NetworkOptions options = new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30);
        try (OrtBackend backend = new OrtBackend(options);
                LoadedNetwork network =
                        backend.prepare("twice", graph, Precision.FLOAT32).load()) {
            run(network, 0);
            run(network, 1);
            long before = outside();
            for (int i = 0; i < 100; i++) {
                run(network, i);
            }
            // Left to the collector it would be 25 MiB, unless that comes by.
            assertThat(outside() - before).isLessThan(10L * SIZE * Float.BYTES);
        }
    }

    private static void run(LoadedNetwork network, int number) {
        float[] numbers = new float[SIZE];
        Arrays.fill(numbers, number);
        FloatTensor x = FloatTensor.wrap(numbers, SIZE);
        FloatTensor out = network.run(Map.of("x", x), Set.of("out"), true, Cancellation.never())
                .get("out");
        assertThat(out.at(SIZE - 1)).isEqualTo(2f * number);
    }

    private static long outside() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
