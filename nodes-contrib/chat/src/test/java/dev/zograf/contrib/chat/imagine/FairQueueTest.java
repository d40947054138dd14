package dev.zograf.contrib.chat.imagine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairQueueTest {

    @Test
    void peopleTakeTurns() {
        FairQueue<String> queue = new FairQueue<>();
        for (int i = 1; i <= 3; i++) {
            queue.add("ann", "a" + i);
        }
        queue.add("bob", "b1");
        queue.add("cy", "c1");
        queue.add("cy", "c2");
        assertThat(queue.order()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
        assertThat(queue.next()).contains("a1");
        assertThat(queue.remove("cy", "c1")).isTrue();
        assertThat(queue.remove("cy", "c1")).isFalse();
        assertThat(queue.remove("eve", "c2")).isFalse();
        queue.add("bob", "b2");
        assertThat(queue.size()).isEqualTo(5);
        assertThat(queue.order()).containsExactly("b1", "c2", "a2", "b2", "a3");
        queue.order().forEach(wish -> assertThat(queue.next()).contains(wish));
        assertThat(queue.next()).isEmpty();
    }
}
