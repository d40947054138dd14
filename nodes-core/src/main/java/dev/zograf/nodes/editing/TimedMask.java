package dev.zograf.nodes.editing;

import dev.zograf.api.model.MaskEdit;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;

/**
 * A mask that is cut at each evaluation where its values lie below the share of the run's timesteps that is left: 1 at the run's first level, 0
 * at the last one that has noise.
 *
 * @param strength how much of the cut mask is taken, 0 to 1; the rest is the soft one
 */
record TimedMask(double strength) implements MaskEdit {

    @Override
    public FloatTensor edit(FloatTensor mask, NoiseLevel level, Steps steps) {
        NoiseLevel least = steps.atTimestep(0);
        NoiseLevel last = steps.get(steps.count() - 1).to();
        double end = last.ratio() > least.ratio() ? last.timestep() : least.timestep();
        double start = steps.get(0).from().timestep();
        double threshold = (level.timestep() - end) / (start - end);
        return mask.map(v -> strength * (v >= threshold ? 1 : 0) + (1 - strength) * v);
    }
}
