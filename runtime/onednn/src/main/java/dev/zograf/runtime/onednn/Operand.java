package dev.zograf.runtime.onednn;

import org.bytedeco.dnnl.memory;

/** What a step reads or writes. */
interface Operand {

    Slot slot();

    /** Where it begins in the slot. */
    long offsetBytes();

    memory.desc desc();
}
