package dev.zograf.nodes.sampling;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.nodes.patch.RescheduledDenoiser;
import java.util.Map;

/**
 * Says that a model predicts the velocity of straight flows from pictures to noise, and how far their levels are shifted towards noise
 * (Esser et al. 2024, "Scaling Rectified Flow Transformers", eq. 23): a share {@code t} of the way becomes {@code s t / (1 + (s - 1) t)}.
 */
@NodeType(id = "set-flow", title = "Set flow", category = "model")
@Doc("Says that a model predicts the velocity of flows, and how far their levels are shifted towards noise.")
public final class SetFlow implements Node<SetFlow.In, SetFlow.Out> {

    private static final int TRAINED = 1000;

    /** Of which model, and how far. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("The shift: 1 leaves the levels even, 3 is Stable Diffusion 3's, 1.73 AuraFlow's.")
            @Default("3")
            @Range(min = 0, max = 100, step = 0.01)
            double shift,

            @Doc(
                    "How the network is told the level: as thousandths of noise, or as its share. A model that came as one of flows knows that itself.")
            @Choices({"thousandths", "share"})
            @Default("thousandths")
            String timesteps) {

        /** Without a shift there would be one level. */
        public In {
            if (shift == 0) {
                throw new InvalidInputException("shift", "A shift of 0 leaves no level but 0; 1 leaves them even.");
            }
        }
    }

    /** The result. */
    public record Out(@Doc("The model.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(flow(in.model(), in.shift(), TRAINED, in.timesteps().equals("share") ? 1 : TRAINED));
    }

    /**
     * The model with levels of a flow.
     *
     * @param levels how many trained ones there are
     * @param told what the network is told at pure noise; one that is known to be a flow knows that itself
     */
    static Denoiser flow(Denoiser model, double shift, int levels, int told) {
        Config own = model.scheduler();
        boolean isFlow = own.text(DiffusersScheduler.CLASS, "").startsWith("FlowMatch");
        int known = isFlow ? own.integer(TrainedSigmas.TOLD, own.integer("num_train_timesteps", TRAINED)) : told;
        Config scheduler = own.with(Map.of(
                DiffusersScheduler.CLASS,
                "FlowMatchEulerDiscreteScheduler",
                "prediction_type",
                "flow_prediction",
                "shift",
                shift,
                "use_dynamic_shifting",
                false,
                "num_train_timesteps",
                levels,
                TrainedSigmas.TOLD,
                known));
        return new RescheduledDenoiser(model, scheduler);
    }
}
