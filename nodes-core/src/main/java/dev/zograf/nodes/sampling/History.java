package dev.zograf.nodes.sampling;

import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** What multistep methods remember: the last few outputs, the newest first. */
final class History {

    private History() {}

    /** Adds the newest and forgets what is beyond the limit. */
    static void push(List<FloatTensor> history, FloatTensor newest, int limit) {
        history.add(0, newest);
        while (history.size() > limit) {
            history.remove(history.size() - 1);
        }
    }
}
