package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import org.junit.jupiter.api.Test;

class OptimizationTest {

    private static final Device CUDA = new Device(Device.Kind.CUDA, 0);

    @Test
    void readsItsNames() {
        for (Optimization each : Optimization.values()) {
            assertThat(Optimization.of(each.toString())).isEqualTo(each);
        }
        assertThatThrownBy(() -> Optimization.of("tiny"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("There is no optimisation \"tiny\"; it is auto, fast, balanced, small.");
    }

    @Test
    void choosesByDeviceAndSize() {
        assertThat(Optimization.AUTO.on(Device.CPU, 100, 100, false)).isEqualTo(Optimization.BALANCED);
        assertThat(Optimization.AUTO.on(Device.CPU, 101, 100, false)).isEqualTo(Optimization.SMALL);
        assertThat(Optimization.AUTO.on(CUDA, 101, 100, false)).isEqualTo(Optimization.FAST);
        assertThat(Optimization.FAST.on(Device.CPU, 101, 100, false)).isEqualTo(Optimization.FAST);
        assertThat(Optimization.SMALL.on(CUDA, 1, 100, false)).isEqualTo(Optimization.SMALL);
        long large = 1L << 30;
        assertThat(Optimization.AUTO.on(Device.CPU, large, large, true)).isEqualTo(Optimization.SMALL);
        assertThat(Optimization.AUTO.on(Device.CPU, 100, large, true)).isEqualTo(Optimization.BALANCED);
        assertThat(Optimization.AUTO.on(CUDA, large, large, true)).isEqualTo(Optimization.FAST);
        assertThat(Optimization.BALANCED.on(Device.CPU, large, large, true)).isEqualTo(Optimization.BALANCED);
    }
}
