package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The steps of a schedule before or after a place.
 *
 * @param at how many steps lie before the place, from how many there are
 * @param after whether the steps after it are meant
 */
record CutSchedule(Schedule whole, IntUnaryOperator at, boolean after) implements Schedule {

    @Override
    public Steps steps(int count, List<Integer> latentShape) {
        Steps steps = whole.steps(count, latentShape);
        int place = Math.min(Math.max(at.applyAsInt(steps.count()), 0), steps.count());
        return after ? steps.from(place) : steps.until(place);
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
