package dev.zograf.runtime.binding;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.zograf.runtime.network.BindingException;
import java.util.ArrayList;
import java.util.List;

/** What a session reads and writes by name, an {@code OrtIoBinding}. Not thread-safe. */
final class Binding implements AutoCloseable {

    /** An output that ONNX Runtime has allocated; it is the binding's until the next one is bound. */
    record Output(long address, int type, int[] shape) {}

    private final OrtTable table;
    private final Pointer session;
    private final OrtObject binding;

    /** @param session the address of one that stays open until this is closed */
    Binding(OrtTable table, long session) throws BindingException {
        this.table = table;
        this.session = new Pointer(session);
        this.binding = table.own(Entry.RELEASE_IO_BINDING, Entry.CREATE_IO_BINDING, this.session);
    }

    /** Has an input read from a tensor, in place of what was bound to it before. */
    void input(String name, DeviceTensor tensor) throws BindingException {
        table.call(Entry.BIND_INPUT, binding.pointer(), name, tensor.value().pointer());
    }

    /** Has an output written to a tensor. */
    void output(String name, DeviceTensor tensor) throws BindingException {
        table.call(Entry.BIND_OUTPUT, binding.pointer(), name, tensor.value().pointer());
    }

    /** Has ONNX Runtime allocate an output at the next run. */
    void output(String name, OrtObject memory) throws BindingException {
        table.call(Entry.BIND_OUTPUT_TO_DEVICE, binding.pointer(), name, memory.pointer());
    }

    /** Forgets all outputs. */
    void clearOutputs() {
        table.release(Entry.CLEAR_BOUND_OUTPUTS, binding.pointer());
    }

    /** @param options the address of the run's options */
    void run(long options) throws BindingException {
        table.call(Entry.SYNCHRONIZE_INPUTS, binding.pointer());
        table.call(Entry.RUN_WITH_BINDING, session, new Pointer(options), binding.pointer());
        table.call(Entry.SYNCHRONIZE_OUTPUTS, binding.pointer());
    }

    /** What the last run gave, in the order in which the outputs were bound. */
    List<Output> outputs() throws BindingException {
        Pointer allocator = table.make(Entry.GET_DEFAULT_ALLOCATOR);
        PointerByReference values = new PointerByReference();
        LongByReference count = new LongByReference();
        table.call(Entry.GET_BOUND_OUTPUTS, binding.pointer(), allocator, values, count);
        if (count.getValue() == 0) {
            return List.of();
        }
        List<OrtObject> owned = new ArrayList<>();
        for (Pointer each : values.getValue().getPointerArray(0, Math.toIntExact(count.getValue()))) {
            owned.add(new OrtObject(table, Entry.RELEASE_VALUE, each));
        }
        try {
            List<Output> outputs = new ArrayList<>();
            for (OrtObject each : owned) {
                outputs.add(describe(table, each));
            }
            return outputs;
        } finally {
            owned.forEach(OrtObject::close);
            table.call(Entry.ALLOCATOR_FREE, allocator, values.getValue());
        }
    }

    /** What a tensor is. */
    static Output describe(OrtTable table, OrtObject value) throws BindingException {
        try (OrtObject info = table.own(Entry.RELEASE_TYPE_AND_SHAPE, Entry.GET_TYPE_AND_SHAPE, value.pointer())) {
            IntByReference type = new IntByReference();
            table.call(Entry.GET_ELEMENT_TYPE, info.pointer(), type);
            LongByReference count = new LongByReference();
            table.call(Entry.GET_DIMENSIONS_COUNT, info.pointer(), count);
            long[] dims = new long[Math.toIntExact(count.getValue())];
            if (dims.length > 0) {
                table.call(Entry.GET_DIMENSIONS, info.pointer(), dims, (long) dims.length);
            }
            int[] shape = new int[dims.length];
            for (int i = 0; i < dims.length; i++) {
                shape[i] = Math.toIntExact(dims[i]);
            }
            Pointer data = table.make(Entry.GET_TENSOR_DATA, value.pointer());
            return new Output(Pointer.nativeValue(data), type.getValue(), shape);
        }
    }

    @Override
    public void close() {
        binding.close();
    }
}
