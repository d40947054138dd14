package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies of large inputs of the last run, such as the branches of a LoRA or what a ControlNet sees, which are the same numbers at each step: they
 * are not copied again. A run takes out what it uses, so that another one beside it makes its own. Thread-safe.
 */
final class HeldInputs implements AutoCloseable {

    /** Numbers of an input; smaller ones take no time. */
    private static final int LARGE = 1 << 12;

    /** @param numbers whose copy it is; they never change */
    private record Held(HostTensor numbers, NativeObject<OnnxTensor> copy) {}

    private final Map<String, Held> held = new HashMap<>();

    /** The copy that is held of these very numbers, if one is; the caller closes it or gives it back. */
    synchronized Optional<NativeObject<OnnxTensor>> take(String input, HostTensor numbers) {
        Held there = held.get(input);
        if (there == null || there.numbers != numbers) {
            return Optional.empty();
        }
        held.remove(input);
        return Optional.of(there.copy);
    }

    /** Holds a copy if it is large, in place of the one that was held for that input; else closes it. */
    void hold(String input, HostTensor numbers, NativeObject<OnnxTensor> copy) {
        NativeObject<OnnxTensor> gone = copy;
        if (numbers instanceof FloatTensor floats && floats.size() >= LARGE) {
            Held before;
            synchronized (this) {
                before = held.put(input, new Held(numbers, copy));
            }
            if (before == null) {
                return;
            }
            gone = before.copy;
        }
        gone.close();
    }

    /** Closes all. */
    @Override
    public synchronized void close() {
        held.values().forEach(each -> each.copy.close());
        held.clear();
    }
}
