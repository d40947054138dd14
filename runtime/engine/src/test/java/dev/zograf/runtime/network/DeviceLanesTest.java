package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceLanesTest {

    private static final Device FIRST = new Device(Device.Kind.CUDA, 0);
    private static final Device SECOND = new Device(Device.Kind.CUDA, 1);

    @Test
    void aRunGoesToTheDeviceThatIsFree() {
        DeviceLanes lanes = new DeviceLanes();
        List<Device> both = List.of(FIRST, SECOND);
        try (DeviceLane.Pass one = lanes.enter(both, device -> false, Cancellation.never());
                DeviceLane.Pass other = lanes.enter(both, FIRST::equals, Cancellation.never())) {
            assertThat(one.device()).isEqualTo(FIRST);
            assertThat(other.device()).isEqualTo(SECOND);
        }
        try (DeviceLane.Pass one = lanes.enter(both, device -> false, Cancellation.never())) {
            assertThat(one.device()).isEqualTo(FIRST);
        }
    }

    @Test
    void ofFreeDevicesToTheOneThatHasTheNetwork() {
        DeviceLanes lanes = new DeviceLanes();
        try (DeviceLane.Pass pass = lanes.enter(List.of(FIRST, SECOND), SECOND::equals, Cancellation.never())) {
            assertThat(pass.device()).isEqualTo(SECOND);
        }
    }
}
