package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.network.LoadedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a network whose CUDA graph cannot be captured. */
class CapturedNetworkTest {

    private final List<String> story = new ArrayList<>();

    /** Says what it is; if it captures it fails at the second run. */
    private final class Fake implements LoadedNetwork {

        private final String name;
        private int runs;

        Fake(String name) {
            this.name = name;
            story.add("load " + name);
        }

        @Override
        public Map<String, FloatTensor> run(
                Map<String, ? extends HostTensor> inputs,
                Set<String> outputs,
                boolean again,
                Cancellation cancellation) {
            if (name.equals("capturing") && ++runs == 2) {
                throw new BoundNetwork.CaptureException(
                        new BindingException("CUDA failure 900: operation not permitted", true));
            }
            story.add("run " + name);
            return Map.of();
        }

        @Override
        public void rest() {
            story.add("rest " + name);
        }

        @Override
        public void close() {
            story.add("close " + name);
        }
    }

    private CapturedNetwork network() {
        return new CapturedNetwork("net", () -> new Fake("capturing"), () -> new Fake("plain"));
    }

    private static void run(LoadedNetwork network, Cancellation cancellation) {
        network.run(Map.of(), Set.of("out"), true, cancellation);
    }

    @Test
    void itGoesOnWithout() {
        try (CapturedNetwork network = network()) {
            run(network, Cancellation.never());
            run(network, Cancellation.never());
            run(network, Cancellation.never());
            network.rest();
        }
        assertThat(story)
                .containsExactly(
                        "load capturing",
                        "run capturing",
                        "close capturing",
                        "load plain",
                        "run plain",
                        "run plain",
                        "rest plain",
                        "close plain");
    }

    @Test
    void oneThatWasCancelledIsLoadedAnew() {
        RunCancellation cancelled = new RunCancellation();
        cancelled.request();
        try (CapturedNetwork network = network()) {
            run(network, Cancellation.never());
            assertThatThrownBy(() -> run(network, cancelled)).isInstanceOf(CancelledException.class);
            network.rest();
            run(network, Cancellation.never());
        }
        assertThat(story)
                .containsExactly(
                        "load capturing",
                        "run capturing",
                        "close capturing",
                        "load capturing",
                        "run capturing",
                        "close capturing");
    }
}
