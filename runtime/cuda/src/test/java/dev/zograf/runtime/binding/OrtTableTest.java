package dev.zograf.runtime.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.ort.ProcessorSession;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The entries of ONNX Runtime's table are where they are looked for. Those that bind and run are held to what they do in SessionBindingTest. */
class OrtTableTest {

    private static OrtTable table() {
        return OrtTable.at(ProcessorSession.api());
    }

    @Test
    void theLibrarySaysHowItWasBuilt() {
        assertThat(table().build()).startsWith("ORT Build Info").contains("build type=");
        assertThat(SessionBinding.probe(ProcessorSession.api())).contains("ORT Build Info");
    }

    @Test
    void anErrorHasItsText() {
        assertThatThrownBy(() -> table().make(Entry.CREATE_MEMORY_INFO, "Nowhere", 1, 0, 0))
                .isInstanceOf(BindingException.class)
                .hasMessageStartingWith("CreateMemoryInfo: ")
                .hasMessageContaining("not supported");
    }

    @Test
    void aTensorHasItsShapeItsTypeAndItsAddress() throws Exception {
        HostMemory memory = new HostMemory();
        int open = OrtObject.open();
        try (OrtObject info = table().own(Entry.RELEASE_MEMORY_INFO, Entry.CREATE_MEMORY_INFO, "Cpu", 1, 0, 0);
                DeviceTensor tensor =
                        DeviceTensor.make(table(), memory, info, DeviceTensor.INT32, new int[] {2, 3, 5})) {
            assertThat(tensor.bytes()).isEqualTo(120);
            Binding.Output read = Binding.describe(table(), tensor.value());
            assertThat(read.shape()).containsExactly(2, 3, 5);
            assertThat(read.type()).isEqualTo(DeviceTensor.INT32);
            assertThat(memory.bytes()).isEqualTo(120);
            assertThat(read.address()).isNotZero();
        }
        assertThat(memory.bytes()).isZero();
        assertThat(OrtObject.open()).isEqualTo(open);
    }

    @Test
    void whatWasReleasedIsNotUsed() throws Exception {
        OrtObject info = table().own(Entry.RELEASE_MEMORY_INFO, Entry.CREATE_MEMORY_INFO, "Cpu", 1, 0, 0);
        info.close();
        info.close();
        assertThatThrownBy(info::pointer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("released");
    }

    /** A function of another table in the place of the one that describes the build. */
    interface Describing extends Callback {
        Pointer invoke();
    }

    @Test
    void anotherTableIsNoticed() {
        try (Memory text = new Memory(16);
                Memory entries = new Memory(300L * Native.POINTER_SIZE)) {
            text.setString(0, "something else");
            Describing other = () -> text;
            Pointer function = CallbackReference.getFunctionPointer(other);
            for (int i = 0; i < 300; i++) {
                entries.setPointer((long) i * Native.POINTER_SIZE, function);
            }
            assertThatThrownBy(() -> SessionBinding.probe(Pointer.nativeValue(entries)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another table of functions");
        }
        assertThatThrownBy(() -> SessionBinding.probe(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** As the header has them: two entries never have one place, and none lies behind the one that is looked at first. */
    @Test
    void placesAreDifferentAndBelowTheBuildInfo() {
        assertThat(Arrays.stream(Entry.values()).map(Entry::place))
                .doesNotHaveDuplicates()
                .allMatch(place -> place <= Entry.GET_BUILD_INFO.place());
    }
}
