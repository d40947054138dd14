package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Steps;
import java.util.function.Predicate;

/**
 * Which noise levels a method's formulas hold for. A sampler and a schedule of two different schedulers may be joined in a
 * workflow; where that makes no sense it is said, instead of painting something else.
 */
final class FittingLevels {

    private static final double CLOSE = 1e-4;

    private FittingLevels() {}

    /**
     * For methods that move along sigma alone: {@code alpha = 1}, or {@code alpha = 1 - sigma}.
     *
     * @throws InvalidInputException if a level is another
     */
    static void alongSigma(Steps steps) {
        require(
                steps,
                level -> near(level.alpha(), 1) || near(level.alpha(), 1 - level.sigma()),
                "This sampler moves along sigma, and the schedule's levels keep unit variance");
    }

    /**
     * For methods whose noise keeps the variance: {@code alpha^2 + sigma^2 = 1}.
     *
     * @throws InvalidInputException if a level is another
     */
    static void ofUnitVariance(Steps steps) {
        require(
                steps,
                level -> near(level.alpha() * level.alpha() + level.sigma() * level.sigma(), 1),
                "This sampler keeps unit variance, and the schedule's levels do not");
    }

    /** What a schedule without a level of that kind says. */
    static InvalidInputException missing(String kind) {
        return mixed("This sampler asks for levels between the steps by " + kind + ", and the schedule has none");
    }

    private static void require(Steps steps, Predicate<NoiseLevel> fits, String otherwise) {
        for (Steps.Step step : steps.all()) {
            if (!fits.test(step.from())) {
                throw mixed(otherwise);
            }
        }
    }

    private static InvalidInputException mixed(String why) {
        return new InvalidInputException("schedule", why + "; take both from the same scheduler node.");
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) < CLOSE;
    }
}
