package dev.zograf.nodes.loaders;

import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.nodes.conditioning.DropGuidance;
import java.util.List;
import java.util.Map;

/** The scale of guidance as inputs of a network that is told it: {@code guidance}, and {@code guided}, which is 0 where none is told. */
final class ToldGuidance {

    private ToldGuidance() {}

    /**
     * For each picture of each conditioning.
     *
     * @param usual what is told where nobody says a scale
     * @param offset what the network adds to the scale that people say
     */
    static Map<String, HostTensor> inputs(int batch, List<Conditioning> parts, double usual, double offset) {
        float[] scales = new float[batch * parts.size()];
        float[] guided = new float[scales.length];
        for (int i = 0; i < scales.length; i++) {
            Conditioning part = parts.get(i / batch);
            scales[i] = (float) (part.get(Conditioning.GUIDANCE).orElse(usual) + offset);
            guided[i] = part.get(DropGuidance.KEY).orElse(false) ? 0 : 1;
        }
        return Map.of(
                "guidance", FloatTensor.wrap(scales, scales.length), "guided", FloatTensor.wrap(guided, guided.length));
    }
}
