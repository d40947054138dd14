package dev.zograf.nodes.sampling;

/**
 * Logarithm, sine and cosine in single precision by the polynomials of the Cephes library (Moshier 1992) with fused
 * multiply-add, in the order of operations of the AVX kernels that PyTorch uses, so that results agree to the bit. The same
 * bits on every machine, as {@link Math#fma} is exact by definition.
 */
final class CephesFloat {

    private static final float SQRT_HALF = 0.707106781186547524f;
    private static final float[] LOG = {
        7.0376836292E-2f,
        -1.1514610310E-1f,
        1.1676998740E-1f,
        -1.2420140846E-1f,
        1.4249322787E-1f,
        -1.6668057665E-1f,
        2.0000714765E-1f,
        -2.4999993993E-1f,
        3.3333331174E-1f
    };
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float LN2_HIGH = 0.693359375f;

    private static final float FOUR_OVER_PI = 1.27323954473516f;
    private static final float[] MINUS_QUARTER_PI = {-0.78515625f, -2.4187564849853515625e-4f, -3.77489497744594108e-8f
    };
    private static final float[] COS = {2.443315711809948E-5f, -1.388731625493765E-3f, 4.166664568298827E-2f};
    private static final float[] SIN = {-1.9515295891E-4f, 8.3321608736E-3f, -1.6666654611E-1f};

    private CephesFloat() {}

    /** The natural logarithm of a positive, normal number. */
    static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        float e = (bits >>> 23) - 126;
        float m = Float.intBitsToFloat(bits & 0x007fffff | 0x3f000000);
        if (m < SQRT_HALF) {
            e -= 1;
            m = (m - 1f) + m;
        } else {
            m -= 1f;
        }
        float z = m * m;
        float y = horner(m, LOG);
        y *= m;
        y = Math.fma(y, z, e * LN2_LOW);
        y = Math.fma(-z, 0.5f, y);
        return Math.fma(e, LN2_HIGH, m + y);
    }

    /** The cosine of an angle from 0 to 2π. */
    static float cos(float angle) {
        int octant = octant(angle);
        float x = reduce(angle, octant);
        float value = (octant & 2) == 0 ? cosPolynomial(x) : sinPolynomial(x);
        return (octant - 2 & 4) == 0 ? -value : value;
    }

    /** The sine of an angle from 0 to 2π. */
    static float sin(float angle) {
        int octant = octant(angle);
        float x = reduce(angle, octant);
        float value = (octant & 2) == 0 ? sinPolynomial(x) : cosPolynomial(x);
        return (octant & 4) == 0 ? value : -value;
    }

    private static int octant(float angle) {
        return (int) (angle * FOUR_OVER_PI) + 1 & ~1;
    }

    private static float reduce(float angle, int octant) {
        float x = angle;
        for (float part : MINUS_QUARTER_PI) {
            x = Math.fma((float) octant, part, x);
        }
        return x;
    }

    private static float cosPolynomial(float x) {
        float z = x * x;
        float c = horner(z, COS) * z;
        return Math.fma(c, z, -(z * 0.5f)) + 1f;
    }

    private static float sinPolynomial(float x) {
        float z = x * x;
        float s = horner(z, SIN) * z;
        return Math.fma(s, x, x);
    }

    private static float horner(float x, float[] coefficients) {
        float y = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            y = Math.fma(y, x, coefficients[i]);
        }
        return y;
    }
}
