package dev.zograf.runtime.onednn;

import dev.zograf.runtime.network.OneThread;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a network, one run at a time: a thread, and plans for the sizes that came last. */
final class Runner implements AutoCloseable {

    private static final int PLANS = 3;

    /** The library's own threads belong to it and end with it. */
    private final OneThread worker;

    private final Map<String, Plan> plans = new LinkedHashMap<>(4, 0.75f, true);

    Runner(String network) {
        worker = new OneThread("zograf-onednn-" + network);
    }

    /**
     * Works with a plan, on the thread that plans are made and run on.
     *
     * @param sizes tell plans apart
     * @param threads how many compute together
     * @param maker makes a plan for these sizes
     */
    <T> T with(String sizes, int threads, Supplier<Plan> maker, Function<Plan, T> work) {
        return worker.call(() -> {
            OpenMp.threads(threads);
            return work.apply(plan(sizes, maker));
        });
    }

    private Plan plan(String sizes, Supplier<Plan> maker) {
        Plan known = plans.get(sizes);
        if (known != null) {
            return known;
        }
        if (plans.size() == PLANS) {
            Iterator<Plan> eldest = plans.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
        Plan made = maker.get();
        plans.put(sizes, made);
        return made;
    }

    /** Gives working memory back. */
    void rest() {
        worker.call(() -> {
            plans.values().forEach(Plan::release);
            return true;
        });
    }

    @Override
    public void close() {
        worker.call(() -> {
            plans.values().forEach(Plan::close);
            plans.clear();
            return true;
        });
        worker.close();
    }
}
