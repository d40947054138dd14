package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DeviceLanesTest {

    private static final Device FIRST = new Device(Device.Kind.CUDA, 0);
    private static final Device SECOND = new Device(Device.Kind.CUDA, 1);

    private static DeviceLane.Pass enter(DeviceLanes lanes, List<Device> devices, Predicate<Device> loaded) {
        return lanes.enter(DeviceLaneTest.network("n"), devices, loaded, device -> false, Cancellation.never());
    }

    @Test
    void aRunGoesToTheDeviceThatIsFree() {
        DeviceLanes lanes = new DeviceLanes(4);
        List<Device> both = List.of(FIRST, SECOND);
        try (DeviceLane.Pass one = enter(lanes, both, device -> false);
                DeviceLane.Pass other = enter(lanes, both, FIRST::equals)) {
            assertThat(one.device()).isEqualTo(FIRST);
            assertThat(other.device()).isEqualTo(SECOND);
        }
        try (DeviceLane.Pass one = enter(lanes, both, device -> false)) {
            assertThat(one.device()).isEqualTo(FIRST);
        }
    }

    @Test
    void ofFreeDevicesToTheOneThatHasTheNetwork() {
        DeviceLanes lanes = new DeviceLanes(4);
        try (DeviceLane.Pass pass = enter(lanes, List.of(FIRST, SECOND), SECOND::equals)) {
            assertThat(pass.device()).isEqualTo(SECOND);
        }
    }

    @Test
    void onlyOnTheProcessorDoNetworksRunBesideOneAnother() {
        DeviceLanes lanes = new DeviceLanes(2);
        try (DeviceLane.Pass one = enter(lanes, List.of(Device.CPU), device -> true);
                DeviceLane.Pass other = enter(lanes, List.of(Device.CPU), device -> true)) {
            assertThat(other.device()).isEqualTo(one.device());
        }
        try (DeviceLane.Pass one = enter(lanes, List.of(FIRST), device -> true)) {
            assertThat(lanes.choose(List.of(FIRST), device -> true).tryEnter()).isEmpty();
        }
    }
}
