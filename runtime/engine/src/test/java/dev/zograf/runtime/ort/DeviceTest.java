package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.runtime.network.Device;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

    @Test
    void readsItsName() {
        assertThat(Device.of("auto")).isEqualTo(Device.AUTO);
        assertThat(Device.of("cpu")).isEqualTo(Device.CPU);
        assertThat(Device.of("cuda")).isEqualTo(new Device(Device.Kind.CUDA, 0));
        assertThat(Device.of("cuda:3")).hasToString("cuda:3");
        assertThat(Device.of("cuda:all")).isEqualTo(Device.EVERY_CUDA).hasToString("cuda:all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "CPU"})
    void refusesOtherNames(String text) {
        assertThatThrownBy(() -> Device.of(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("auto, cpu, cuda or cuda:1");
    }

    @Test
    void fallsBackToTheProcessor() {
        CudaChoice choice = new CudaChoice(Optional.empty());
        assertThat(choice.devices(Device.CPU)).containsExactly(Device.CPU);
        assertThat(choice.devices(Device.AUTO)).containsExactly(Device.CPU);
        assertThat(choice.devices(Device.EVERY_CUDA)).containsExactly(Device.CPU);
    }
}
