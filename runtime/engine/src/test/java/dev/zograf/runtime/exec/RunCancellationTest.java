package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunCancellationTest {

    @Test
    void runsEachWaitingActionOnce() {
        RunCancellation cancellation = new RunCancellation();
        List<String> ran = new ArrayList<>();
        Cancellation.Registration withdrawn = cancellation.onRequest(() -> ran.add("withdrawn"));
        cancellation.onRequest(() -> ran.add("first"));
        cancellation.onRequest(() -> {
            throw new IllegalStateException("an action that breaks its promise");
        });
        cancellation.onRequest(() -> ran.add("second"));
        withdrawn.close();
        assertThat(cancellation.requested()).isFalse();
        cancellation.request();
        cancellation.request();
        cancellation.onRequest(() -> ran.add("late"));
        assertThat(ran).containsExactly("first", "second", "late");
        assertThat(cancellation.requested()).isTrue();
    }
}
