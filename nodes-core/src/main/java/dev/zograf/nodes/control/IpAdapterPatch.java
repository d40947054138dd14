package dev.zograf.nodes.control;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.BlockShares;
import dev.zograf.tensor.GraphEdit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An IP-Adapter with what it was told of pictures.
 *
 * @param tokens {@code [1, tokens, context]}
 * @param weight how much they count
 * @param blocks how much of that each part of the U-Net gets
 * @param mask where they count; everywhere without it
 */
record IpAdapterPatch(
        IpAdapterModel model,
        FloatTensor tokens,
        double weight,
        BlockShares blocks,
        Optional<IpAdapterMask> mask,
        ControlRange range)
        implements NetworkPatch {

    @Override
    public GraphEdit edit() {
        return model.edit(blocks, mask.isPresent());
    }

    @Override
    public boolean isActive(Moment moment) {
        return range.includes(moment);
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        int batch = evaluation.batch();
        float[] scales = new float[model.attentions()];
        Arrays.fill(scales, (float) weight);
        Map<String, HostTensor> out = new HashMap<>();
        mask.ifPresent(some -> out.putAll(some.inputs(evaluation.shape())));
        out.put("tokens", tokens.repeatTo(batch));
        out.put("scale", FloatTensor.wrap(scales, 1, scales.length).repeatTo(batch));
        return out;
    }
}
