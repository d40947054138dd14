package dev.zograf.runtime.binding;

import static dev.zograf.runtime.binding.BoundRuns.OUT;
import static dev.zograf.runtime.binding.BoundRuns.normal;
import static dev.zograf.runtime.binding.BoundRuns.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.ort.ProcessorSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bound sessions leave nothing behind, inside of the heap or out of it. */
class BoundMemoryTest {

    /** Ten thousand bindings, of which each runs once; every other one has kept what it needs to run again. */
    @Test
    void nothingIsForgotten() throws Exception {
        HostMemory memory = new HostMemory();
        int open = OrtObject.open();
        FloatTensor x = normal(1, 32, 64);
        List<Long> allocated = new ArrayList<>();
        try (ProcessorSession session = new ProcessorSession(sum())) {
            for (int i = 1; i <= 10_000; i++) {
                try (BoundSession bound = new SessionBinding(session.address(false), memory)) {
                    session.run(bound, Map.of("x", x, "y", x), OUT, i % 2 == 0, crossing -> {});
                }
                if (i == 2_000 || i == 6_000 || i == 10_000) {
                    allocated.add(allocated());
                }
            }
        }
        assertThat(memory.bytes()).isZero();
        assertThat(OrtObject.open()).isEqualTo(open);
        // One output of each run would be 32 MB both times; the compiler of the JVM takes some now and then.
        long first = allocated.get(1) - allocated.get(0);
        long second = allocated.get(2) - allocated.get(1);
        assertThat(Math.min(first, second)).isLessThan(8L << 20);
    }

    /** What glibc's {@code mallinfo2} gives: ten sizes. */
    @Structure.FieldOrder({"sizes"})
    public static final class MallocInfo extends Structure implements Structure.ByValue {

        private static final int IN_USE = 7;

        public long[] sizes = new long[10];
    }

    /** Bytes that were allocated outside of the heap and not freed; 0 where the C library does not say. */
    private static long allocated() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            // What buffers of the JVM have is freed by a thread of its own.
            System.gc();
            Thread.sleep(50);
        }
        try {
            Function info = NativeLibrary.getProcess().getFunction("mallinfo2");
            return ((MallocInfo) info.invoke(MallocInfo.class, new Object[0])).sizes[MallocInfo.IN_USE];
        } catch (UnsatisfiedLinkError e) {
            return 0;
        }
    }
}
