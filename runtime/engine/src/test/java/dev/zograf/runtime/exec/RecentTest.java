package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {

    @Test
    void remembersAtLeastThoseThatWerePutLast() {
        for (int count = 10; count < 40; count++) {
            Recent<Integer, Integer> recent = new Recent<>(10);
            IntStream.range(0, count).forEach(i -> recent.put(i, i));
            for (int i = count - 10; i < count; i++) {
                assertThat(recent.put(i, -i)).as("%s of %s", i, count).isEqualTo(i);
            }
        }
    }

    @Test
    void forgetsWhatWasNotPutForLong() {
        Recent<Integer, Integer> recent = new Recent<>(10);
        IntStream.range(0, 30).forEach(i -> recent.put(i, i));
        assertThat(recent.put(0, 1)).isNull();
        assertThat(recent.put(0, 2)).isEqualTo(1);
    }
}
