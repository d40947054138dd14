package dev.zograf.nodes.vision;

import dev.zograf.api.PortType;

/**
 * A linear judge of embeddings: {@code score = weights · embedding + bias}, above 0 for yes. Learned from examples, or read from a file, such
 * as a head that tells how much people like a picture. Immutable.
 */
@PortType("probe")
public final class Probe {

    private final double[] weights;
    private final double bias;

    private Probe(double[] weights, double bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /** A probe of these numbers. */
    public static Probe of(double[] weights, double bias) {
        return new Probe(weights.clone(), bias);
    }

    /** How wide the embeddings are that it judges. */
    public int width() {
        return weights.length;
    }

    /** A copy of the weights. */
    public double[] weights() {
        return weights.clone();
    }

    /** What is added. */
    public double bias() {
        return bias;
    }

    /** The score of one embedding of that width. */
    public double score(double[] embedding) {
        double sum = bias;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * embedding[i];
        }
        return sum;
    }

    @Override
    public String toString() {
        return "probe of " + weights.length;
    }
}
