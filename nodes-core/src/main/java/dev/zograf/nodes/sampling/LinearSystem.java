package dev.zograf.nodes.sampling;

/** A few linear equations, by Gauss's elimination with pivoting. */
final class LinearSystem {

    private LinearSystem() {}

    /** The solution of the rows, each the coefficients followed by the right side. Changes the rows. */
    static double[] solve(double[][] rows) {
        int size = rows.length;
        for (int c = 0; c < size; c++) {
            int pivot = c;
            for (int r = c + 1; r < size; r++) {
                pivot = Math.abs(rows[r][c]) > Math.abs(rows[pivot][c]) ? r : pivot;
            }
            double[] top = rows[pivot];
            rows[pivot] = rows[c];
            rows[c] = top;
            for (int r = 0; r < size; r++) {
                double factor = r == c ? 0 : rows[r][c] / top[c];
                for (int k = c; k <= size; k++) {
                    rows[r][k] -= factor * top[k];
                }
            }
        }
        double[] out = new double[size];
        for (int c = 0; c < size; c++) {
            out[c] = rows[c][size] / rows[c][c];
        }
        return out;
    }
}
