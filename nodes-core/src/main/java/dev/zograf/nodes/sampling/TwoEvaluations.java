package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where methods look that evaluate the model twice a step: where it starts, and, unless it ends without noise, at a second place. */
final class TwoEvaluations {

    private TwoEvaluations() {}

    static List<NoiseLevel> of(Steps steps, Function<Steps.Step, NoiseLevel> second) {
        List<NoiseLevel> levels = new ArrayList<>();
        for (Steps.Step step : steps.all()) {
            levels.add(step.from());
            if (step.to().sigma() > 0) {
                levels.add(second.apply(step));
            }
        }
        return levels;
    }
}
