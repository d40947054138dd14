package dev.zograf.runtime.onednn;

import org.bytedeco.dnnl.memory;

/** Numbers in a layout of the library's own choice. */
record Packed(memory.desc desc, Slot slot) implements Operand {

    @Override
    public long offsetBytes() {
        return 0;
    }
}
