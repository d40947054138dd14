package dev.zograf.nodes.control;

import java.util.Locale;

/** How the residuals of a ControlNet are weighed against the prompt: the control modes of the usual interfaces, and diffusers' guess mode. */
enum ControlMode {
    /** All alike. */
    BALANCED,
    /** Less the farther from the middle: 0.825 to the power of the distance. */
    PROMPT,
    /** As PROMPT, for the positive side alone, so that guidance leads towards the control picture too. */
    CONTROL,
    /** From 0.1 for the first residual to 1 for the middle, evenly in the exponent, for the positive side alone. */
    GUESS;

    private static final double DECAY = 0.825;

    static ControlMode of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether the negative side is controlled as well. */
    boolean bothSides() {
        return this == BALANCED || this == PROMPT;
    }

    /** The factor of each residual, that of the middle last. */
    float[] factors(int residuals, double strength) {
        float[] out = new float[residuals];
        int last = residuals - 1;
        for (int i = 0; i < residuals; i++) {
            double share = switch (this) {
                case BALANCED -> 1;
                case PROMPT, CONTROL -> Math.pow(DECAY, last - i);
                case GUESS -> Math.pow(10, (double) i / last - 1);
            };
            out[i] = (float) (share * strength);
        }
        return out;
    }
}
