package dev.zograf.runtime.binding;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.BindingException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the inputs and outputs of runs with the same sizes lie on a device. Inputs have their addresses from the beginning; outputs once a run
 * has told how large they are.
 */
final class Places implements AutoCloseable {

    /**
     * What runs must have in common to use the same places.
     *
     * @param shapes of the inputs by name
     */
    record Sizes(Map<String, List<Integer>> shapes, Set<String> outputs) {

        static Sizes of(Map<String, ? extends HostTensor> inputs, Set<String> outputs) {
            Map<String, List<Integer>> shapes = new HashMap<>();
            inputs.forEach((name, tensor) ->
                    shapes.put(name, Arrays.stream(tensor.shape()).boxed().toList()));
            return new Sizes(Map.copyOf(shapes), Set.copyOf(outputs));
        }
    }

    /** What was copied. */
    record Copied(List<String> names, long bytes) {}

    /** Numbers of an input. */
    private static final int SMALL = 64;

    private final OrtTable table;
    private final DeviceMemory memory;
    private final OrtObject info;
    private final Staging staging;
    private final Binding binding;
    private final Map<String, DeviceTensor> inputs = new HashMap<>();
    private final Map<String, DeviceTensor> outputs = new LinkedHashMap<>();
    private final Map<String, HostTensor> there = new HashMap<>();
    private final List<String> outputNames;
    private boolean hasRun;

    /**
     * Allocates nothing yet.
     *
     * @param info of the memory, an {@code OrtMemoryInfo}
     * @param session the address of one that stays open until this is closed
     */
    Places(OrtTable table, DeviceMemory memory, OrtObject info, Staging staging, long session, Set<String> outputs)
            throws BindingException {
        this.table = table;
        this.memory = memory;
        this.info = info;
        this.staging = staging;
        this.outputNames = List.copyOf(outputs);
        this.binding = new Binding(table, session);
    }

    /** Whether a run has ended, so that all addresses are there. */
    boolean areFixed() {
        return hasRun;
    }

    /** Copies the inputs that are not there yet, these very objects. */
    Copied put(Map<String, ? extends HostTensor> given) throws BindingException {
        List<String> names = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<String, ? extends HostTensor> each : given.entrySet()) {
            HostTensor numbers = each.getValue();
            if (isThere(each.getKey(), numbers)) {
                continue;
            }
            there.remove(each.getKey());
            DeviceTensor tensor = inputs.get(each.getKey());
            if (tensor == null) {
                int type = numbers instanceof FloatTensor ? DeviceTensor.FLOAT : DeviceTensor.INT32;
                tensor = DeviceTensor.make(table, memory, info, type, numbers.shape());
                inputs.put(each.getKey(), tensor);
            }
            tensor.write(staging.holding(numbers));
            // Bound anew, because ONNX Runtime copies what it wants elsewhere, such as a size on the host, when it is
            // bound.
            binding.input(each.getKey(), tensor);
            there.put(each.getKey(), numbers);
            names.add(each.getKey());
            bytes += tensor.bytes();
        }
        return new Copied(names, bytes);
    }

    /** Whether this very object was copied last, or a small one with the same numbers: to copy that takes longer than to compare it. */
    private boolean isThere(String name, HostTensor numbers) {
        HostTensor last = there.get(name);
        return last == numbers
                || last instanceof FloatTensor before
                        && numbers instanceof FloatTensor now
                        && now.size() <= SMALL
                        && now.buffer().equals(before.buffer());
    }

    /** Runs the session. */
    void run(long options) throws BindingException {
        if (!hasRun) {
            binding.clearOutputs();
            for (String name : outputNames) {
                binding.output(name, info);
            }
        }
        binding.run(options);
    }

    /** Copies of the outputs; the first time they get addresses that stay. */
    Map<String, FloatTensor> take() throws BindingException {
        Map<String, FloatTensor> out = new HashMap<>();
        if (hasRun) {
            for (Map.Entry<String, DeviceTensor> each : outputs.entrySet()) {
                ByteBuffer numbers = staging.empty(each.getValue().bytes());
                each.getValue().read(numbers);
                out.put(
                        each.getKey(),
                        Staging.floats(numbers.flip(), each.getValue().shape()));
            }
            return out;
        }
        List<Binding.Output> made = binding.outputs();
        for (int i = 0; i < made.size(); i++) {
            Binding.Output output = made.get(i);
            if (output.type() != DeviceTensor.FLOAT) {
                throw new BindingException("The output " + outputNames.get(i) + " has no 32-bit floats.");
            }
            DeviceTensor tensor = DeviceTensor.make(table, memory, info, DeviceTensor.FLOAT, output.shape());
            outputs.put(outputNames.get(i), tensor);
            ByteBuffer numbers = staging.empty(tensor.bytes());
            if (tensor.bytes() > 0) {
                memory.read(output.address(), numbers);
            }
            out.put(outputNames.get(i), Staging.floats(numbers.flip(), output.shape()));
        }
        for (Map.Entry<String, DeviceTensor> each : outputs.entrySet()) {
            binding.output(each.getKey(), each.getValue());
        }
        hasRun = true;
        return out;
    }

    /** How many bytes {@link #take} copied. */
    long outputBytes() {
        return outputs.values().stream().mapToLong(DeviceTensor::bytes).sum();
    }

    @Override
    public void close() {
        binding.close();
        inputs.values().forEach(DeviceTensor::close);
        outputs.values().forEach(DeviceTensor::close);
        inputs.clear();
        outputs.clear();
        there.clear();
    }
}
