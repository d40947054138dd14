package dev.zograf.contrib.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Deque<Runnable> thread = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private long now;
    private final Outbox outbox = new Outbox(thread::add, Duration.ofSeconds(3), () -> now);

    private void run() {
        while (!thread.isEmpty()) {
            thread.remove().run();
        }
    }

    @Test
    void sendsInOrderAndSurvivesFailures() {
        outbox.post(() -> sent.add("a"));
        outbox.post(() -> {
            throw new IllegalStateException("no");
        });
        outbox.post(() -> sent.add("b"));
        assertThat(thread).hasSize(1);
        run();
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void leavesProgressOutThatComesTooSoon() {
        outbox.post(() -> sent.add("a"));
        outbox.progress(() -> sent.add("busy"));
        run();
        outbox.progress(() -> sent.add("soon"));
        now = Duration.ofSeconds(3).toNanos();
        outbox.progress(() -> sent.add("later"));
        run();
        outbox.post(() -> sent.add("end"));
        run();
        assertThat(sent).containsExactly("a", "later", "end");
    }
}
