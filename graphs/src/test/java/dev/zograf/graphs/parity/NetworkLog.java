package dev.zograf.graphs.parity;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.network.NetworkTap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that went into and came out of the networks of a run, in the order in which they ran. */
final class NetworkLog implements NetworkTap {

    /** One run of a network; whole numbers are recorded as floats. */
    record Entry(String network, Map<String, FloatTensor> tensors) {

        FloatTensor get(String name) {
            FloatTensor tensor = tensors.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException(network + " has no " + name + ", only " + tensors.keySet() + ".");
            }
            return tensor;
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void ran(String network, Map<String, ? extends HostTensor> inputs, Map<String, FloatTensor> outputs) {
        Map<String, FloatTensor> all = new HashMap<>(outputs);
        inputs.forEach((name, value) -> all.put(name, floats(value)));
        entries.add(new Entry(network, all));
    }

    static FloatTensor floats(HostTensor value) {
        if (value instanceof FloatTensor already) {
            return already;
        }
        IntTensor ints = (IntTensor) value;
        float[] out = new float[ints.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = ints.at(i);
        }
        return FloatTensor.wrap(out, ints.shape());
    }

    /** The runs of one network. */
    List<Entry> of(String network) {
        List<Entry> out = new ArrayList<>(entries);
        out.removeIf(entry -> !entry.network().equals(network));
        return out;
    }
}
