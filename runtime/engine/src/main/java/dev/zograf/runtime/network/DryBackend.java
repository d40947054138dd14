package dev.zograf.runtime.network;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.TensorGraph;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Computes nothing: gives small numbers of the right shapes, so that a workflow can be tried for what it would need. */
final class DryBackend implements NetworkBackend {

    private final NetworkOptions options;

    DryBackend(NetworkOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "dry";
    }

    @Override
    public boolean knows(Precision precision) {
        return true;
    }

    @Override
    public Optional<String> obstacle(Precision precision) {
        return Optional.empty();
    }

    @Override
    public PreparedNetwork prepare(String name, TensorGraph graph, Precision precision) {
        WorkingMemory memory = WorkingMemory.of(graph);
        boolean card = options.device().kind() == Device.Kind.CUDA;
        boolean cuts = precision == Precision.FLOAT32
                || precision == Precision.FLOAT16
                || card && precision == Precision.BFLOAT16;
        WeightBytes weights = WeightBytes.of(graph, precision, options);
        long least = cuts ? GraphParts.least(graph, WeightBytes::stored) : weights.bytes();
        return new Prepared(memory, weights, Math.min(weights.bytes(), least));
    }

    private record Prepared(WorkingMemory memory, WeightBytes weights, long leastBytes) implements PreparedNetwork {

        @Override
        public long bytes() {
            return weights.bytes();
        }

        @Override
        public long mappedBytes() {
            return weights.mapped();
        }

        @Override
        public boolean isMadeSmall() {
            return weights.small();
        }

        @Override
        public Optional<PreparedNetwork> within(long bytes) {
            return bytes < leastBytes
                    ? Optional.empty()
                    : Optional.of(new Prepared(memory, new WeightBytes(bytes, bytes, false), leastBytes));
        }

        @Override
        public LoadedNetwork load() {
            return new Dry(memory);
        }
    }

    private record Dry(WorkingMemory memory) implements LoadedNetwork {

        @Override
        public Map<String, FloatTensor> run(
                Map<String, ? extends HostTensor> inputs,
                Set<String> outputs,
                boolean again,
                Cancellation cancellation) {
            cancellation.throwIfRequested();
            Map<String, int[]> shapes = new LinkedHashMap<>();
            inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            Map<String, int[]> made = memory.outputs(shapes);
            Map<String, FloatTensor> out = new HashMap<>();
            outputs.forEach(name -> out.put(name, numbers(made.getOrDefault(name, new int[0]))));
            return out;
        }

        /** Not zeros, of which there is neither a mean nor a direction. */
        private static FloatTensor numbers(int[] shape) {
            FloatTensor zeros = FloatTensor.zeros(shape);
            float[] numbers = new float[zeros.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (i * 7 % 17 - 8) * 0.01f;
            }
            return FloatTensor.wrap(numbers, shape);
        }

        @Override
        public void close() {}
    }
}
