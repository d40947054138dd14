package dev.zograf.nodes.control;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.BlockShares;
import dev.zograf.tensor.GraphEdit;
import java.util.Map;

/**
 * An IP-Adapter with what it was told of pictures.
 *
 * @param tokens {@code [1, tokens, context]}
 * @param scales for each attention
 * @param blocks how much of them each part of the U-Net gets
 */
record IpAdapterPatch(
        IpAdapterModel model, FloatTensor tokens, FloatTensor scales, BlockShares blocks, ControlRange range)
        implements NetworkPatch {

    @Override
    public GraphEdit edit() {
        return model.edit(blocks);
    }

    @Override
    public boolean isActive(Moment moment) {
        return range.includes(moment);
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        int batch = evaluation.batch();
        return Map.of("tokens", tokens.repeatTo(batch), "scale", scales.repeatTo(batch));
    }
}
