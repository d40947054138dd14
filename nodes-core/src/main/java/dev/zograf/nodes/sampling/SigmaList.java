package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.ArrayList;
import java.util.List;

/**
 * A schedule whose amounts of noise are listed: it has its own number of steps, whatever it is asked for.
 *
 * @param sigmas one more than steps; mostly falling, the last mostly 0
 */
record SigmaList(TrainedSigmas trained, List<Double> sigmas) implements Schedule {

    /** In single precision, as published. */
    static SigmaList of(TrainedSigmas trained, double[] sigmas) {
        List<Double> list = new ArrayList<>();
        for (double sigma : sigmas) {
            list.add((double) (float) sigma);
        }
        return new SigmaList(trained, List.copyOf(list));
    }

    @Override
    public Steps steps(int count, List<Integer> latentShape) {
        List<Steps.Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < sigmas.size(); i++) {
            steps.add(new Steps.Step(level(sigmas.get(i)), level(sigmas.get(i + 1))));
        }
        double scale = sigmas.isEmpty() ? 1 : trained.initialScale(sigmas.get(0));
        return Steps.of(steps, scale, timestep -> level(trained.at(timestep)), this::level);
    }

    private NoiseLevel level(double sigma) {
        return trained.level(sigma);
    }

    @Override
    public Prediction prediction() {
        return trained.prediction();
    }

    @Override
    public boolean masksInside() {
        return true;
    }
}
