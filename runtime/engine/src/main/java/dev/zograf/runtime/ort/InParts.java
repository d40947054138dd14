package dev.zograf.runtime.ort;

import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.GraphParts;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.runtime.network.PreparedNetwork;
import dev.zograf.runtime.onnx.OnnxEmitter;
import dev.zograf.runtime.onnx.OnnxModel;
import dev.zograf.runtime.onnx.OnnxNumbers;
import dev.zograf.runtime.onnx.OnnxPart;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A network whose weights are loaded in parts: as many of the first ones as there is room for stay, and one of the others at a time. */
final class InParts implements PreparedNetwork {

    /** The greater a part, the fewer sessions are made at each run; the smaller, the more of the weights stays loaded. */
    private static final int SHARE = 4;

    private final String name;
    private final Supplier<SessionMaker> maker;
    private final List<OnnxModel> models = new ArrayList<>();
    private final List<PartsNetwork.Ends> ends = new ArrayList<>();
    private final long bytes;
    private final int resident;

    private InParts(
            String name,
            TensorGraph graph,
            List<GraphParts.Part> parts,
            OnnxNumbers numbers,
            long most,
            Supplier<SessionMaker> maker) {
        this.name = name;
        this.maker = maker;
        for (GraphParts.Part part : parts) {
            models.add(OnnxEmitter.emit(
                    name + " " + models.size(), new OnnxPart(graph, part.given(), part.nodes(), part.kept()), numbers));
            ends.add(new PartsNetwork.Ends(names(part.given()), names(part.kept()), outputs(graph, part)));
        }
        int stay = 0;
        long loaded = 0;
        while (stay < parts.size() && loaded + parts.get(stay).bytes() + largest(parts, stay + 1) <= most) {
            loaded += parts.get(stay++).bytes();
        }
        this.resident = stay;
        this.bytes = loaded + largest(parts, stay);
    }

    /**
     * A network in parts.
     *
     * @param most bytes of weights that may be loaded at a time
     * @param size how many bytes a weight takes
     * @return empty if one operator has more
     */
    static Optional<InParts> of(
            String name,
            TensorGraph graph,
            OnnxNumbers numbers,
            long most,
            ToLongFunction<Weight> size,
            Supplier<SessionMaker> maker) {
        long each = Math.max(GraphParts.least(graph, size), most / SHARE);
        return each > most
                ? Optional.empty()
                : GraphParts.of(graph, each, size).map(parts -> new InParts(name, graph, parts, numbers, most, maker));
    }

    private static long largest(List<GraphParts.Part> parts, int from) {
        return parts.subList(Math.min(from, parts.size()), parts.size()).stream()
                .mapToLong(GraphParts.Part::bytes)
                .max()
                .orElse(0);
    }

    private static List<String> names(List<Tensor> values) {
        return values.stream().map(OnnxPart::name).toList();
    }

    private static Set<String> outputs(TensorGraph graph, GraphParts.Part part) {
        Set<Tensor> made = new HashSet<>(part.nodes());
        return graph.outputs().entrySet().stream()
                .filter(output -> made.contains(output.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How many parts there are. */
    int count() {
        return models.size();
    }

    /** How many of the first parts stay loaded. */
    int resident() {
        return resident;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long mappedBytes() {
        return bytes;
    }

    @Override
    public LoadedNetwork load() {
        return load(Device.CPU);
    }

    @Override
    public LoadedNetwork load(Device device) {
        // Whatever is laid out anew is laid out at each run, which takes longer than it saves.
        return new PartsNetwork(
                name,
                device,
                ends,
                resident,
                part -> maker.get()
                        .make(
                                name + ", part " + (part + 1) + " of " + models.size(),
                                models.get(part),
                                device,
                                Optimization.SMALL,
                                CudaWay.PLAIN));
    }
}
