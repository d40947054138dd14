package dev.zograf.testkit;

import dev.zograf.api.Node;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures and other large values of runs that are over, which can be collected unless a node holds on to them. Collecting takes longer
 * than most runs, so that those of many nodes are looked for together.
 */
final class Garbage {

    private static final int COLLECTIONS = 50;

    private final List<Value> values = new ArrayList<>();

    /** @param node is kept, since what it holds would be collected with it */
    private record Value(Node<?, ?> node, WeakReference<Object> value, Complaints complaints) {

        boolean isHeld() {
            return value.get() != null;
        }

        void complain() {
            Object held = value.get();
            if (held != null) {
                complaints.add("it holds on to its " + held.getClass().getSimpleName()
                        + " after the run: keep no values in fields");
            }
        }
    }

    /** Remembers a value that a node was given in a run that is over. */
    void add(Node<?, ?> node, Object value, Complaints complaints) {
        values.add(new Value(node, new WeakReference<>(value), complaints));
    }

    /** Complains of each node that still holds what it was given. */
    void check() {
        for (int i = 0; i < COLLECTIONS && values.stream().anyMatch(Value::isHeld); i++) {
            System.gc();
            pause();
        }
        values.forEach(Value::complain);
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
