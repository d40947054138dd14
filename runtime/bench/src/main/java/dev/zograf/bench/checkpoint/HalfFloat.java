package dev.zograf.bench.checkpoint;

/** IEEE 754 binary16, for writing checkpoints; rounds toward zero, which random weights do not mind. */
final class HalfFloat {

    private HalfFloat() {}

    static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int exponent = (bits >>> 23 & 0xff) - 127 + 15;
        int mantissa = bits >>> 13 & 0x3ff;
        if (exponent <= 0) {
            return (short) sign;
        }
        if (exponent >= 31) {
            return (short) (sign | 0x7c00);
        }
        return (short) (sign | exponent << 10 | mantissa);
    }
}
