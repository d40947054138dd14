package dev.zograf.runtime.exec;

import dev.zograf.api.InvalidInputException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Who waits for whom in an engine. A wait that would close a circle is refused: the nodes in it need their own results, through
 * calls or lazy inputs, and would wait for ever. Thread-safe.
 */
final class Waits {

    /** One who waits. */
    record Wait(Frame waiter, Frame owner) {}

    private final Set<Wait> waits = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Notes that a node is about to wait for what another one makes.
     *
     * @throws InvalidInputException if that one waits for this one
     */
    synchronized Wait begin(Frame waiter, Frame owner) {
        Set<Frame> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Frame> open = new ArrayDeque<>();
        open.add(owner);
        while (!open.isEmpty()) {
            Frame at = open.remove();
            if (waiter.isWithin(at)) {
                throw new InvalidInputException(
                        "",
                        "\"" + at.node() + "\" needs its own result, which \"" + waiter.node() + "\" waits for: "
                                + "a node cannot call itself with the same inputs.");
            }
            if (seen.add(at)) {
                waits.stream().filter(w -> w.waiter().isWithin(at)).forEach(w -> open.add(w.owner()));
            }
        }
        Wait wait = new Wait(waiter, owner);
        waits.add(wait);
        return wait;
    }

    /** It waits no more. */
    synchronized void end(Wait wait) {
        waits.remove(wait);
    }
}
