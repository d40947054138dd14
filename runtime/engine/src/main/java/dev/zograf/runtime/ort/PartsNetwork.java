package dev.zograf.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A network in parts, of which the first ones stay loaded and each other one is loaded when its turn comes and given up when it has run.
 * What passes from part to part lies in the memory of the host.
 */
final class PartsNetwork implements LoadedNetwork {

    /**
     * What a part takes and gives.
     *
     * @param given names of values that earlier parts made
     * @param kept names of values that later parts need
     * @param outputs of the network, among what it makes
     */
    record Ends(List<String> given, List<String> kept, Set<String> outputs) {}

    /** What a part made, until the last part that needs some of it has run. */
    private record Made(NativeObject<OrtSession.Result> result, int until) {}

    private final String name;
    private final Device device;
    private final List<Ends> parts;
    private final int resident;
    private final IntFunction<SessionNetwork> maker;
    private final Map<Integer, SessionNetwork> loaded = new HashMap<>();

    /**
     * Loads nothing yet.
     *
     * @param device where it computes
     * @param resident how many of the first parts stay loaded
     * @param maker makes the session of a part
     */
    PartsNetwork(String name, Device device, List<Ends> parts, int resident, IntFunction<SessionNetwork> maker) {
        this.name = name;
        this.device = device;
        this.parts = List.copyOf(parts);
        this.resident = resident;
        this.maker = maker;
    }

    @Override
    public Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs, Set<String> outputs, boolean again, Cancellation cancellation) {
        Map<String, NativeObject<OnnxTensor>> fed = new HashMap<>();
        List<Made> made = new ArrayList<>();
        Map<String, OnnxTensor> values = new HashMap<>();
        Map<String, FloatTensor> out = new HashMap<>();
        try {
            for (int part = 0; part < parts.size() && !out.keySet().containsAll(outputs); part++) {
                cancellation.throwIfRequested();
                SessionNetwork session = session(part);
                try {
                    if (fed.isEmpty()) {
                        fed.putAll(session.feed(inputs));
                        fed.forEach((input, tensor) -> values.put(input, tensor.get()));
                    }
                    compute(part, session, values, outputs, out, made, cancellation);
                } finally {
                    if (part >= resident) {
                        session.close();
                    }
                }
            }
            return out;
        } catch (OrtException e) {
            if (cancellation.requested()) {
                CancelledException cancelled = new CancelledException();
                cancelled.addSuppressed(e);
                throw cancelled;
            }
            throw NetworkException.of("The network " + name, device, e);
        } finally {
            made.forEach(each -> each.result.close());
            fed.values().forEach(NativeObject::close);
        }
    }

    private void compute(
            int part,
            SessionNetwork session,
            Map<String, OnnxTensor> values,
            Set<String> outputs,
            Map<String, FloatTensor> out,
            List<Made> made,
            Cancellation cancellation)
            throws OrtException {
        Ends ends = parts.get(part);
        Set<String> wanted = new HashSet<>(ends.outputs);
        wanted.retainAll(outputs);
        Set<String> all = new HashSet<>(ends.kept);
        all.addAll(wanted);
        if (all.isEmpty()) {
            return;
        }
        NativeObject<OrtSession.Result> result = session.compute(values, all, false, cancellation);
        made.add(new Made(result, lastReader(ends.kept)));
        out.putAll(SessionNetwork.read(result.get(), wanted));
        for (String kept : ends.kept) {
            values.put(kept, (OnnxTensor) result.get().get(kept).orElseThrow());
        }
        for (Made each : List.copyOf(made)) {
            if (each.until <= part) {
                each.result.close();
                made.remove(each);
            }
        }
    }

    private int lastReader(List<String> kept) {
        int last = -1;
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).given.stream().anyMatch(kept::contains)) {
                last = part;
            }
        }
        return last;
    }

    private SessionNetwork session(int part) {
        return part < resident ? loaded.computeIfAbsent(part, maker::apply) : maker.apply(part);
    }

    @Override
    public void close() {
        loaded.values().forEach(SessionNetwork::close);
        loaded.clear();
    }
}
