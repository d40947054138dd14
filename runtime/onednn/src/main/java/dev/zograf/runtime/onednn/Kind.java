package dev.zograf.runtime.onednn;

import org.bytedeco.dnnl.memory;

/** The types of numbers that the library computes with. */
enum Kind {
    F32(4, memory.data_type.f32),
    BF16(2, memory.data_type.bf16),
    S8(1, memory.data_type.s8),
    S32(4, memory.data_type.s32);

    private final int bytes;
    private final memory.data_type type;

    Kind(int bytes, memory.data_type type) {
        this.bytes = bytes;
        this.type = type;
    }

    int bytes() {
        return bytes;
    }

    memory.data_type type() {
        return type;
    }
}
