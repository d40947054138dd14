package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;

/** The number types as ONNX numbers them ({@code TensorProto.DataType}). */
final class OnnxType {

    private OnnxType() {}

    static int of(DType type) {
        return switch (type) {
            case F32 -> 1;
            case U8 -> 2;
            case I8 -> 3;
            case U16 -> 4;
            case I16 -> 5;
            case I32 -> 6;
            case I64 -> 7;
            case BOOL -> 9;
            case F16 -> 10;
            case F64 -> 11;
            case U32 -> 12;
            case U64 -> 13;
            case BF16 -> 16;
            case F8_E4M3 -> 17;
            case F8_E5M2 -> 19;
        };
    }
}
