package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.FluxReferenceEdit;
import dev.zograf.tensor.GraphEdit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures that a model looks at while it paints.
 *
 * @param references their latents as the denoiser has them, {@code [1 or batch, channels, h, w]}
 */
record ReferencePatch(List<FloatTensor> references) implements NetworkPatch {

    ReferencePatch {
        references = List.copyOf(references);
    }

    @Override
    public GraphEdit edit() {
        return new FluxReferenceEdit(references.size());
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        int batch = evaluation.batch();
        List<int[]> places = FluxReferenceEdit.places(references.stream()
                .map(each -> new int[] {each.dim(2), each.dim(3)})
                .toList());
        Map<String, HostTensor> out = new LinkedHashMap<>();
        for (int i = 0; i < references.size(); i++) {
            FloatTensor reference = references.get(i);
            if (batch % reference.dim(0) != 0) {
                throw new InvalidInputException(
                        "positive",
                        "There are " + reference.dim(0) + " pictures to look at for " + batch
                                + " latents: give one, or one for each.");
            }
            float[] place = new float[places.get(i).length];
            for (int k = 0; k < place.length; k++) {
                place[k] = places.get(i)[k];
            }
            out.put(FluxReferenceEdit.reference(i), reference.repeatTo(batch));
            out.put(
                    FluxReferenceEdit.place(i),
                    FloatTensor.wrap(place, 1, place.length).repeatTo(batch));
        }
        return out;
    }

    @Override
    public long heldBytes() {
        return references.stream().mapToLong(each -> 4L * each.size()).sum();
    }
}
