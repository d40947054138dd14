package dev.zograf.nodes.lora;

/** Products of row-major matrices in 32-bit floats, as the originals multiply factors. */
final class Matrices {

    private Matrices() {}

    /** {@code a [n, k]} times {@code b [k, m]}. */
    static float[] product(float[] a, float[] b, int n, int k, int m) {
        float[] out = new float[Math.multiplyExact(n, m)];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                float factor = a[i * k + j];
                int from = j * m;
                int to = i * m;
                for (int c = 0; c < m; c++) {
                    out[to + c] += factor * b[from + c];
                }
            }
        }
        return out;
    }

    /** {@code a [k, n]}, transposed, times {@code b [k, m]}. */
    static float[] productOfTransposed(float[] a, float[] b, int n, int k, int m) {
        float[] transposed = new float[a.length];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < n; j++) {
                transposed[j * k + i] = a[i * n + j];
            }
        }
        return product(transposed, b, n, k, m);
    }

    /**
     * A kernel {@code t [i, j, s]} of a Tucker decomposition between its factors: {@code out[p, r, s] = sum over i and j of a[i, p]
     * t[i, j, s] b[j, r]}.
     */
    static float[] tucker(float[] a, float[] t, float[] b, int i, int j, int s, int p, int r) {
        float[] right = right(t, b, i, j, s, r);
        return productOfTransposed(a, right, p, i, r * s);
    }

    /** {@code out[i, r, s] = sum over j of t[i, j, s] b[j, r]}. */
    static float[] right(float[] t, float[] b, int i, int j, int s, int r) {
        float[] out = new float[Math.multiplyExact(Math.multiplyExact(i, r), s)];
        for (int x = 0; x < i; x++) {
            for (int y = 0; y < j; y++) {
                for (int z = 0; z < r; z++) {
                    float factor = b[y * r + z];
                    int from = (x * j + y) * s;
                    int to = (x * r + z) * s;
                    for (int c = 0; c < s; c++) {
                        out[to + c] += factor * t[from + c];
                    }
                }
            }
        }
        return out;
    }

    static float[] times(float[] numbers, double factor) {
        float f = (float) factor;
        if (f != 1) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] *= f;
            }
        }
        return numbers;
    }
}
