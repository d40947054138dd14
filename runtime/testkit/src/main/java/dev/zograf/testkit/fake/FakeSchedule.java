package dev.zograf.testkit.fake;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/** Even steps from a ratio of noise to signal of 10 down to none, for a network that predicts the noise; signal keeps its size. */
public final class FakeSchedule implements Schedule {

    private static final double MOST = 10;

    @Override
    public Steps steps(int count, List<Integer> latentShape) {
        List<Steps.Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new Steps.Step(level(MOST * (count - i) / count), level(MOST * (count - i - 1) / count)));
        }
        return Steps.of(steps, MOST, timestep -> level(timestep / 999 * MOST), FakeSchedule::level);
    }

    private static NoiseLevel level(double sigma) {
        return NoiseLevel.exploding(sigma / MOST * 999, sigma);
    }

    @Override
    public Prediction prediction() {
        return new Prediction() {
            @Override
            public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
                return x.over(Math.sqrt(1 + level.sigma() * level.sigma()));
            }

            @Override
            public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
                return Denoised.of(x.plus(-level.sigma(), output), output);
            }
        };
    }
}
