package dev.zograf.runtime.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ArenaTest {

    private static Slot slot(long bytes, int first, int last) {
        Slot slot = Slot.ofArena(bytes);
        slot.touch(first);
        slot.touch(last);
        return slot;
    }

    @Test
    void whatLivesAtOtherTimesSharesMemory() {
        Slot one = slot(1000, 0, 1);
        Slot other = slot(1000, 2, 3);

        assertThat(Arena.place(List.of(one, other))).isEqualTo(1024);
        assertThat(one.offset()).isEqualTo(other.offset());
    }

    @RepeatedTest(50)
    void whatLivesAtOnceDoesNotOverlap(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int first = random.nextInt(40);
            slots.add(slot(random.nextInt(5000), first, first + random.nextInt(15)));
        }

        long size = Arena.place(slots);

        for (Slot a : slots) {
            assertThat(a.offset() % 64).isZero();
            assertThat(a.offset() + a.bytes()).isLessThanOrEqualTo(size);
            for (Slot b : slots) {
                boolean together = a != b && a.first() <= b.last() && b.first() <= a.last();
                boolean overlap = a.offset() < b.offset() + b.bytes() && b.offset() < a.offset() + a.bytes();
                assertThat(together && overlap).isFalse();
            }
        }
    }
}
