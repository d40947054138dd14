package dev.zograf.nodes.conditioning;

/** What to do where a model takes other channels than a latent and its conditioning bring. */
public final class ExtraChannels {

    private ExtraChannels() {}

    /**
     * The remedy, for the end of a message.
     *
     * @param taken how many channels the model's input has
     * @param latent how many of them are the latent's
     * @param brought how many the conditioning brings beside the latent
     */
    public static String remedy(int taken, int latent, int brought) {
        if (taken == latent) {
            return "it is neither for inpainting nor for instructions, leave inpaint-conditioning and"
                    + " instruct-conditioning out.";
        }
        if (brought > 0) {
            return "use this conditioning with the model that it was made for.";
        }
        return taken == 2 * latent
                ? "it follows instructions, connect the conditioning of an instruct-conditioning node."
                : "it repaints pictures, connect the conditioning of an inpaint-conditioning node.";
    }
}
