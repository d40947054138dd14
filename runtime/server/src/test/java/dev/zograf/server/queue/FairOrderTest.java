package dev.zograf.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairOrderTest {

    private record Job(String client, double number) {}

    @Test
    void clientsTakeTurnsHoweverMuchOneOfThemBrings() {
        FairOrder order = new FairOrder();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(new Job("greedy", order.next("greedy")));
        }
        order.reach(jobs.get(0).number());
        order.reach(jobs.get(1).number());
        // Two of five have begun; who comes now waits behind one of the others, not behind all.
        jobs.add(new Job("modest", order.next("modest")));
        jobs.add(new Job("modest", order.next("modest")));
        jobs.subList(0, 2).clear();
        jobs.sort(Comparator.comparingDouble(Job::number));
        assertThat(jobs).extracting(Job::client).containsExactly("greedy", "modest", "greedy", "modest", "greedy");
    }

    @Test
    void whoWasAwayHasNoCredit() {
        FairOrder order = new FairOrder();
        double last = 0;
        for (int i = 0; i < 100; i++) {
            last = order.next("busy");
            order.reach(last);
        }
        assertThat(order.next("new")).isEqualTo(last + 1);
        assertThat(order.next("busy")).isEqualTo(last + 1);
    }

    @Test
    void goesOnFromWhatWaited() {
        FairOrder order = new FairOrder();
        order.waits("a", 7);
        order.waits("a", 8);
        order.waits("b", -3);
        assertThat(order.next("a")).isEqualTo(9);
        assertThat(order.next("b")).isEqualTo(1);
    }
}
