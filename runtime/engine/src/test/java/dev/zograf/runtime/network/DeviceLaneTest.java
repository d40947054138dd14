package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.model.Precision;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceLaneTest {

    private static final CompiledNetwork.Key ONE = network("one");
    private static final CompiledNetwork.Key OTHER = network("other");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DeviceLane lane = new DeviceLane(Device.CPU, 2);

    private record Named(String name) implements NetworkDefinition {
        @Override
        public void build(TensorGraph graph, Weights weights) {}
    }

    static CompiledNetwork.Key network(String name) {
        return new CompiledNetwork.Key(new Named(name), "", Precision.FLOAT32);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private DeviceLane.Pass enter(CompiledNetwork.Key network, boolean alone) {
        return lane.enter(network, alone, Cancellation.never());
    }

    /** Someone who waits for the lane; there are so many with those who have it. */
    private CompletableFuture<DeviceLane.Pass> waiting(int load, boolean alone, Cancellation cancellation)
            throws InterruptedException {
        CompletableFuture<DeviceLane.Pass> pass =
                CompletableFuture.supplyAsync(() -> lane.enter(OTHER, alone, cancellation), threads);
        while (lane.load() < load) {
            Thread.sleep(1);
        }
        return pass;
    }

    @Test
    void letsAsManyInAsThereArePlaces() throws Exception {
        DeviceLane.Pass one = enter(ONE, false);
        DeviceLane.Pass two = enter(ONE, false);
        CompletableFuture<DeviceLane.Pass> third = waiting(3, false, Cancellation.never());

        assertThat(third).isNotDone();
        two.close();
        third.join().close();
        one.close();
        assertThat(lane.load()).isZero();
    }

    @Test
    void whoWantsToBeAloneWaitsForTheOthersAndIsNotOvertaken() throws Exception {
        DeviceLane.Pass one = enter(ONE, false);
        CompletableFuture<DeviceLane.Pass> alone = waiting(2, true, Cancellation.never());
        CompletableFuture<DeviceLane.Pass> late = waiting(3, false, Cancellation.never());

        Thread.sleep(60);
        assertThat(alone).isNotDone();
        assertThat(late).as("came later").isNotDone();
        one.close();
        DeviceLane.Pass entered = alone.join();
        assertThat(late).isNotDone();
        assertThat(lane.tryEnter()).isEmpty();
        entered.close();
        late.join().close();
    }

    @Test
    void whoIsCancelledLeavesTheLine() throws Exception {
        DeviceLane.Pass one = enter(ONE, false);
        RunCancellation cancellation = new RunCancellation();
        CompletableFuture<DeviceLane.Pass> cancelled = waiting(2, true, cancellation);

        cancellation.request();
        assertThatThrownBy(cancelled::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CancelledException.class);
        enter(ONE, false).close();
        one.close();
        assertThat(lane.load()).isZero();
    }

    @Test
    void workingMemoryIsKeptUntilAnotherNetworkRunsAlone() {
        try (DeviceLane.Pass first = enter(ONE, false)) {
            assertThat(first.isAgain()).isFalse();
            first.ran();
        }
        try (DeviceLane.Pass again = enter(ONE, false)) {
            assertThat(again.isAgain()).isTrue();
            try (DeviceLane.Pass beside = enter(OTHER, false)) {
                assertThat(beside.takeKeeping()).as("while it runs").isEmpty();
                assertThat(beside.isAgain()).isFalse();
                beside.ran();
            }
            again.ran();
        }
        try (DeviceLane.Pass same = enter(ONE, false)) {
            assertThat(same.takeKeeping()).isEmpty();
        }
        try (DeviceLane.Pass other = enter(OTHER, false)) {
            assertThat(other.takeKeeping()).containsExactly(ONE);
            assertThat(other.takeKeeping()).isEmpty();
        }
    }

    @Test
    void whoRunsBesideTheSameNetworkKeepsItsMemory() {
        try (DeviceLane.Pass one = enter(ONE, false);
                DeviceLane.Pass same = enter(ONE, false)) {
            assertThat(same.isAgain()).isTrue();
        }
    }
}
