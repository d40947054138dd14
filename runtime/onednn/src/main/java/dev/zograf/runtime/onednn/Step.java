package dev.zograf.runtime.onednn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.javacpp.Pointer;

/** One piece of work of a plan; {@link #bind} makes it runnable once all sizes are known. */
sealed interface Step {

    /** What it reads and writes. */
    List<Slot> slots();

    Runnable bind(Memories memories);

    /** A primitive of the library over values, or over memory that stays (packed weights). */
    record Call(primitive primitive, Map<Integer, Operand> operands, Map<Integer, memory> kept) implements Step {

        static Call of(primitive primitive) {
            return new Call(primitive, new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        Call with(int argument, Operand operand) {
            operands.put(argument, operand);
            return this;
        }

        Call with(int argument, memory memory) {
            kept.put(argument, memory);
            return this;
        }

        @Override
        public List<Slot> slots() {
            return operands.values().stream().map(Operand::slot).toList();
        }

        @Override
        public Runnable bind(Memories memories) {
            IntMemoryMap arguments = new IntMemoryMap();
            operands.forEach((argument, operand) -> arguments.put(argument, memories.handle(operand)));
            kept.forEach(arguments::put);
            return () -> primitive.execute(OneDnn.stream(), arguments);
        }
    }

    /** Work in Java on the addresses of values. */
    record Host(List<Value> values, Consumer<List<Pointer>> work) implements Step {

        @Override
        public List<Slot> slots() {
            return values.stream().map(Value::slot).toList();
        }

        @Override
        public Runnable bind(Memories memories) {
            return () -> {
                OneDnn.stream()._wait();
                work.accept(values.stream().map(memories::address).toList());
            };
        }
    }
}
