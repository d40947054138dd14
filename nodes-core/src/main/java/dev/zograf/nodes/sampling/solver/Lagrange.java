package dev.zograf.nodes.sampling.solver;

/**
 * A polynomial by its coefficients, the constant first: a member of Lagrange's basis, with which multistep methods interpolate what
 * they remember.
 */
record Lagrange(double[] coefficients) {

    /** The polynomial that is 1 at one node and 0 at the others. */
    static Lagrange basis(double[] nodes, int at) {
        double[] product = {1};
        for (int k = 0; k < nodes.length; k++) {
            if (k != at) {
                double[] next = new double[product.length + 1];
                double scale = 1 / (nodes[at] - nodes[k]);
                for (int p = 0; p < product.length; p++) {
                    next[p] -= product[p] * nodes[k] * scale;
                    next[p + 1] += product[p] * scale;
                }
                product = next;
            }
        }
        return new Lagrange(product);
    }

    /** Its value. */
    double at(double t) {
        double sum = 0;
        for (int p = coefficients.length - 1; p >= 0; p--) {
            sum = sum * t + coefficients[p];
        }
        return sum;
    }

    /** Its integral. */
    double integral(double from, double to) {
        double sum = 0;
        for (int p = 0; p < coefficients.length; p++) {
            sum += coefficients[p] * (Math.pow(to, p + 1) - Math.pow(from, p + 1)) / (p + 1);
        }
        return sum;
    }

    /**
     * {@code rate} times its integral from {@code -length} to 0 under the weight {@code exp(rate * t)}, by parts; the nodes are counted
     * from the end of the step.
     */
    double weighted(double length, double rate) {
        double sum = 0;
        double moment = 0;
        for (int p = 0; p < coefficients.length; p++) {
            double atStart = Math.pow(-length, p) * Math.exp(-rate * length);
            moment = (p == 0 ? 1 : 0) - atStart - p / rate * moment;
            sum += coefficients[p] * moment;
        }
        return sum;
    }
}
