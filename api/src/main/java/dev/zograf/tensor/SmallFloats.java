package dev.zograf.tensor;

import java.nio.ByteBuffer;

/**
 * Writes numbers in the types that models are stored in. Rounds to the nearest, and to the even one of two that are equally near, as PyTorch
 * does; what is too large becomes infinite, or the largest number in the 8-bit type that has no infinities (Micikevicius et al. 2022).
 */
public final class SmallFloats {

    private SmallFloats() {}

    /**
     * Puts a number at the position of a little-endian buffer.
     *
     * @throws IllegalArgumentException if the type is no floating-point type
     */
    public static void put(ByteBuffer to, float value, DType type) {
        switch (type) {
            case F64 -> to.putDouble(value);
            case F32 -> to.putFloat(value);
            case F16 -> to.putShort((short) bits(value, 10, 15, 0x7c00, 0x7e00));
            case BF16 -> to.putShort((short) bfloat(value));
            case F8_E4M3 -> {
                int bits = bits(value, 3, 7, 0x7e, 0x7f);
                to.put((byte) ((bits & 0x7f) | (bits >> 8 & 0x80)));
            }
            case F8_E5M2 -> {
                int bits = bits(value, 2, 15, 0x7c, 0x7f);
                to.put((byte) ((bits & 0x7f) | (bits >> 8 & 0x80)));
            }
            default -> throw new IllegalArgumentException(type + " is no floating-point type.");
        }
    }

    private static int bfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.isNaN(value) ? 0x7fc0 : bits + 0x7fff + (bits >>> 16 & 1) >>> 16;
    }

    /**
     * The bits without the sign, which is bit 15.
     *
     * @param overflow what stands for all that is too large
     */
    private static int bits(float value, int mantissa, int bias, int overflow, int nan) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        if (Float.isNaN(value)) {
            return sign | nan;
        }
        int exponent = Math.max(1 - bias, Math.getExponent(value));
        if (exponent > bias + 1) {
            return sign | overflow;
        }
        // In units of the last digit; what rounds up to the next power of two carries into the exponent by itself.
        int units = (int) Math.rint(Math.scalb((double) Math.abs(value), mantissa - exponent));
        return sign | Math.min(overflow, (exponent + bias - 1 << mantissa) + units);
    }
}
