package dev.zograf.tensor;

import java.util.Optional;

/** The types of numbers that model files hold and networks compute with. Names are those of the safetensors format. */
public enum DType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    F8_E4M3(1),
    F8_E5M2(1),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** How many bytes a number takes. */
    public int bytes() {
        return bytes;
    }

    /** Whether it is a floating-point type; networks compute with those in F32. */
    public boolean isFloat() {
        return ordinal() <= F8_E5M2.ordinal();
    }

    /** The type of that name in a safetensors header, or empty if the format has no such type. */
    public static Optional<DType> of(String name) {
        for (DType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
