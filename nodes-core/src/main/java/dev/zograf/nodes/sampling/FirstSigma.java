package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.List;

/**
 * A schedule that begins with another amount of noise; the other amounts stay.
 *
 * @param trained what the network is told at that amount
 */
record FirstSigma(Schedule whole, TrainedSigmas trained, double sigma) implements Schedule {

    @Override
    public Steps steps(int count, List<Integer> latentShape) {
        Steps steps = whole.steps(count, latentShape);
        if (steps.count() == 0) {
            return steps;
        }
        double[] sigmas = new double[steps.count() + 1];
        sigmas[0] = sigma;
        for (int i = 0; i < steps.count(); i++) {
            sigmas[i + 1] = steps.get(i).to().sigma();
        }
        return SigmaList.of(trained, sigmas).steps(count, latentShape);
    }

    @Override
    public Prediction prediction() {
        return whole.prediction();
    }

    @Override
    public boolean masksInside() {
        return whole.masksInside();
    }
}
