package dev.zograf.runtime.onednn;

import dev.zograf.api.Cancellation;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** A network ready to run on inputs of certain sizes: steps in order over one block of memory. Used from one thread. */
final class Plan implements AutoCloseable {

    private final Map<String, Value> inputs;
    private final Map<String, Value> outputs;
    private final List<Runnable> steps = new ArrayList<>();
    private final Memories memories;
    private final PointerScope scope;

    private Plan(Lowering lowering, PointerScope scope) {
        this.scope = scope;
        inputs = lowering.inputs();
        outputs = lowering.outputs();
        List<Step> all = lowering.steps();
        Set<Slot> slots = new LinkedHashSet<>();
        inputs.values().forEach(value -> touch(value.slot(), 0, slots));
        for (int i = 0; i < all.size(); i++) {
            for (Slot slot : all.get(i).slots()) {
                touch(slot, i, slots);
            }
        }
        outputs.values().forEach(value -> touch(value.slot(), all.size(), slots));
        memories = new Memories(Arena.place(List.copyOf(slots)));
        all.forEach(step -> steps.add(step.bind(memories)));
    }

    /** A plan; what the library makes for it is freed with it. */
    static Plan of(Supplier<Lowering> lowering) {
        // Made before the scope, because they stay.
        Objects.requireNonNull(OneDnn.stream());
        PointerScope scope = new PointerScope();
        scope.extend();
        boolean made = false;
        try {
            Plan plan = new Plan(lowering.get(), scope);
            made = true;
            return plan;
        } finally {
            scope.close();
            if (!made) {
                scope.close();
            }
        }
    }

    private static void touch(Slot slot, int step, Set<Slot> slots) {
        if (slot.kept() == null) {
            slot.touch(step);
            slots.add(slot);
        }
    }

    /** @param wanted the outputs to give */
    Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> given, Set<String> wanted, Cancellation cancellation) {
        memories.take();
        inputs.forEach((name, value) -> write(Objects.requireNonNull(given.get(name)), memories.address(value)));
        for (Runnable step : steps) {
            cancellation.throwIfRequested();
            step.run();
        }
        OneDnn.stream()._wait();
        Map<String, FloatTensor> out = new HashMap<>();
        for (String name : wanted) {
            out.put(name, read(Objects.requireNonNull(outputs.get(name))));
        }
        return out;
    }

    /** Gives the working memory back until the next run. */
    void release() {
        memories.release();
    }

    private static void write(HostTensor tensor, Pointer to) {
        if (tensor instanceof FloatTensor floats) {
            HostWork.floats(to, floats.size()).put(floats.buffer());
        } else {
            HostWork.ints(to, tensor.size()).put(((IntTensor) tensor).toArray());
        }
    }

    private FloatTensor read(Value value) {
        float[] numbers = new float[Math.toIntExact(value.size())];
        HostWork.floats(memories.address(value), numbers.length).get(numbers);
        int[] shape = new int[value.rank()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(value.dims()[i]);
        }
        return FloatTensor.wrap(numbers, shape);
    }

    @Override
    public void close() {
        steps.clear();
        memories.release();
        scope.close();
    }
}
