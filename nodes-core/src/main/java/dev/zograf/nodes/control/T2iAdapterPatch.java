package dev.zograf.nodes.control;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.tensor.GraphEdit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A T2I-Adapter with its picture, whose features do not depend on the step. */
final class T2iAdapterPatch implements NetworkPatch {

    private final T2iAdapterModel model;
    private final Image image;
    private final double strength;
    private final ControlRange range;
    private final PerSize seen = new PerSize(this::look);

    T2iAdapterPatch(T2iAdapterModel model, Image image, double strength, ControlRange range) {
        this.model = model;
        this.image = image;
        this.strength = strength;
        this.range = range;
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
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        return seen.of(evaluation.shape());
    }

    private Map<String, HostTensor> look(int[] shape) {
        PerSize.requireFor("apply-t2i-adapter", image, shape[0]);
        Map<String, HostTensor> out = new LinkedHashMap<>();
        model.features(image, shape[2], shape[3])
                .forEach(
                        (name, feature) -> out.put(name, feature.times(strength).repeatTo(shape[0])));
        return out;
    }
}
