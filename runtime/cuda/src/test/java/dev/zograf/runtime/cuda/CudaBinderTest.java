package dev.zograf.runtime.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.network.SessionBinder;
import dev.zograf.runtime.ort.ProcessorSession;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CudaBinderTest {

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(SessionBinder.class)).singleElement().isInstanceOf(CudaBinder.class);
    }

    /** Whatever is missing is said, and nothing is thrown. */
    @Test
    void saysWhatIsMissing() {
        assertThat(new CudaBinder().obstacle(0).orElseThrow()).contains("no table");
        Optional<String> obstacle = new CudaBinder().obstacle(ProcessorSession.api());
        obstacle.ifPresent(why -> assertThat(why).contains("cannot be loaded").contains("cudart"));
    }

    @Test
    @Tag("gpu")
    void memoryIsWrittenAndRead() throws Exception {
        CudaMemory memory = new CudaMemory(0);
        ByteBuffer numbers = ByteBuffer.allocateDirect(1 << 20);
        for (int i = 0; numbers.hasRemaining(); i++) {
            numbers.put((byte) (i * 31));
        }
        long address = memory.allocate(1 << 20);
        memory.write(numbers.flip(), address);
        ByteBuffer back = ByteBuffer.allocateDirect(1 << 20);
        memory.read(address, back);
        assertThat(back.flip()).isEqualTo(numbers.rewind());
        memory.free(address);
        assertThatThrownBy(() -> memory.allocate(1L << 60))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("CUDA failure 2: out of memory");
    }
}
