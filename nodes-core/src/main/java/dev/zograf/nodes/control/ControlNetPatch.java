package dev.zograf.nodes.control;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.GraphEdit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A ControlNet with its picture. */
final class ControlNetPatch implements NetworkPatch {

    private final ControlNetModel model;
    private final ControlPicture picture;
    private final float[] factors;
    private final ControlRange range;
    private final boolean forBothSides;
    private final Optional<Vae> vae;
    private final PerSize seen = new PerSize(this::look);

    /**
     * A ControlNet with its picture.
     *
     * @param factors of the residuals, that of the middle last
     * @param forBothSides whether the guider takes it to the other side
     * @param vae the model's, if the ControlNet needs it
     */
    ControlNetPatch(
            ControlNetModel model,
            ControlPicture picture,
            float[] factors,
            ControlRange range,
            boolean forBothSides,
            Optional<Vae> vae) {
        this.model = model;
        this.picture = picture;
        this.factors = factors;
        this.range = range;
        this.forBothSides = forBothSides;
        this.vae = vae;
    }

    @Override
    public GraphEdit edit() {
        return model.edit();
    }

    @Override
    public boolean isActive(Moment moment) {
        return range.includes(moment);
    }

    @Override
    public boolean isForBothSides() {
        return forBothSides;
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        return seen.of(evaluation.shape());
    }

    private Map<String, HostTensor> look(int[] shape) {
        PerSize.requireFor("apply-controlnet", picture.image(), shape[0]);
        Map<String, HostTensor> out = new HashMap<>();
        out.put("condition", model.condition(picture, shape[2], shape[3], vae).repeatTo(shape[0]));
        out.put("strength", FloatTensor.of(factors, 1, factors.length).repeatTo(shape[0]));
        model.told().forEach((name, value) -> out.put(name, value.repeatTo(shape[0])));
        return out;
    }
}
