package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A lane for each device. A run goes to where the fewest are, of these to where its network is loaded already. */
final class DeviceLanes {

    private final int cores;
    private final Map<Device, DeviceLane> lanes = new ConcurrentHashMap<>();

    /** Devices that cannot be used any more, with what was said when they were lost. */
    private final Map<Device, String> lost = new ConcurrentHashMap<>();

    /** @param cores how many networks run beside one another at most on the processor; an accelerator runs one */
    DeviceLanes(int cores) {
        this.cores = cores;
    }

    /**
     * The lane for a run, to be entered at once.
     *
     * @param devices which may compute it, the preferred first; at least one
     * @param loaded where its network is loaded
     */
    DeviceLane choose(List<Device> devices, Predicate<Device> loaded) {
        if (devices.size() == 1) {
            return lane(devices.get(0));
        }
        Device best = devices.stream()
                .min(Comparator.<Device>comparingInt(device -> lane(device).load())
                        .thenComparing(device -> !loaded.test(device)))
                .orElseThrow();
        return lane(best);
    }

    /** Has no run go to a device any more. */
    void lose(Device device, String why) {
        lost.putIfAbsent(device, why);
    }

    boolean isLost(Device device) {
        return lost.containsKey(device);
    }

    /** What was said when devices were lost. */
    String why(List<Device> devices) {
        return devices.stream()
                .map(lost::get)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** Those that can be used. */
    List<Device> left(List<Device> devices) {
        return devices.stream().filter(device -> !isLost(device)).toList();
    }

    private DeviceLane lane(Device device) {
        return lanes.computeIfAbsent(device, each -> new DeviceLane(each, each.kind() == Device.Kind.CPU ? cores : 1));
    }

    /**
     * Waits for a lane. Close the result to let the next one in.
     *
     * @param loaded where its network is loaded
     * @param alone where nothing else may run meanwhile
     */
    DeviceLane.Pass enter(
            CompiledNetwork.Key network,
            List<Device> devices,
            Predicate<Device> loaded,
            Predicate<Device> alone,
            Cancellation cancellation) {
        DeviceLane lane = choose(devices, loaded);
        return lane.enter(network, alone.test(lane.device()), cancellation);
    }

    /** Enters the lanes in which nobody runs or waits; close them all. */
    List<DeviceLane.Pass> enterFree() {
        return lanes.values().stream().flatMap(lane -> lane.tryEnter().stream()).toList();
    }

    /** Forgets what ran last, and what keeps working memory, where that is one of these. */
    void forget(Predicate<CompiledNetwork.Key> networks) {
        lanes.values().forEach(lane -> lane.forget(networks));
    }
}
