package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.ArrayList;
import java.util.List;

/** The levels of a schedule from the last to the first, beginning a hair above the clean latent. */
record FlippedSchedule(Schedule forward) implements Schedule {

    private static final double NEARLY_CLEAN = 1e-4;

    @Override
    public Steps steps(int count, List<Integer> latentShape) {
        Steps steps = forward.steps(count, latentShape);
        List<Steps.Step> flipped = new ArrayList<>();
        for (int i = steps.count() - 1; i >= 0; i--) {
            NoiseLevel from = steps.get(i).to();
            NoiseLevel start = from.sigma() == 0 ? steps.atRatio(NEARLY_CLEAN) : from;
            flipped.add(new Steps.Step(start, steps.get(i).from()));
        }
        double scale = flipped.isEmpty() ? 1 : flipped.get(0).from().sigma();
        return Steps.of(flipped, scale, steps::atTimestep, steps::atRatio);
    }

    @Override
    public Prediction prediction() {
        return forward.prediction();
    }

    @Override
    public boolean masksInside() {
        return forward.masksInside();
    }
}
