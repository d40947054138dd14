package dev.zograf.runtime.network;

import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.TensorGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The inputs that a network declares: checks what is given against them and hands it to the engine. */
final class NetworkInputs {

    private record Declared(DType dtype, Shape shape) {}

    private final String network;
    private final Map<String, Declared> declared = new LinkedHashMap<>();

    NetworkInputs(String network, TensorGraph graph) {
        this.network = network;
        graph.inputs().forEach((name, tensor) -> declared.put(name, new Declared(tensor.dtype(), tensor.shape())));
    }

    /**
     * Checks names, types, fixed sizes, and that equal symbols have equal sizes.
     *
     * @throws IllegalArgumentException if something does not fit
     */
    void check(Map<String, ? extends HostTensor> given) {
        if (!given.keySet().equals(declared.keySet())) {
            throw new IllegalArgumentException("The network " + network + " takes the inputs " + declared.keySet()
                    + ", not " + given.keySet() + ".");
        }
        Map<String, Long> symbols = new HashMap<>();
        declared.forEach((name, want) -> {
            HostTensor tensor = given.get(name);
            DType dtype = tensor instanceof IntTensor ? DType.I32 : DType.F32;
            int[] sizes = tensor == null ? new int[0] : tensor.shape();
            boolean fits = dtype == want.dtype && sizes.length == want.shape.rank();
            for (int i = 0; fits && i < sizes.length; i++) {
                fits = fits(want.shape.dim(i), sizes[i], symbols);
            }
            if (!fits) {
                throw new IllegalArgumentException("The input " + name + " of the network " + network + " is "
                        + want.dtype + want.shape + " with " + symbols + ", but was given " + dtype
                        + Arrays.toString(sizes) + ".");
            }
        });
    }

    private static boolean fits(Dim dim, long size, Map<String, Long> symbols) {
        if (dim.isFixed()) {
            return dim.fixed() == size;
        }
        if (dim.symbols().size() > 1) {
            return true;
        }
        Long known = symbols.putIfAbsent(dim.symbols().get(0), size / dim.factor());
        return size % dim.factor() == 0 && (known == null || known == size / dim.factor());
    }
}
