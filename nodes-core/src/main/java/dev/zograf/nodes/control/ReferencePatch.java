package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.models.ReferenceEdit;
import dev.zograf.tensor.GraphEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures that a model looks at while it paints.
 *
 * @param family where it takes them to be
 * @param references their latents as the denoiser has them, {@code [1 or batch, channels, h, w]}
 */
record ReferencePatch(ReferenceFamily family, List<FloatTensor> references) implements NetworkPatch {

    ReferencePatch {
        references = List.copyOf(references);
    }

    /** A prompt that refers to one picture more. */
    static Conditioning refer(Conditioning part, ReferenceFamily family, FloatTensor reference) {
        List<NetworkPatch> patches = new ArrayList<>();
        List<FloatTensor> all = new ArrayList<>();
        for (NetworkPatch patch : Patches.of(part)) {
            if (patch instanceof ReferencePatch before) {
                all.addAll(before.references);
            } else {
                patches.add(patch);
            }
        }
        all.add(reference);
        patches.add(new ReferencePatch(family, all));
        return Patches.replace(part, patches);
    }

    @Override
    public GraphEdit edit() {
        return family.edit(references.size());
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        int batch = evaluation.batch();
        Map<String, HostTensor> out = new LinkedHashMap<>();
        for (int i = 0; i < references.size(); i++) {
            FloatTensor reference = references.get(i);
            if (batch % reference.dim(0) != 0) {
                throw new InvalidInputException(
                        "positive",
                        "There are " + reference.dim(0) + " pictures to look at for " + batch
                                + " latents: give one, or one for each.");
            }
            out.put(ReferenceEdit.reference(i), reference.repeatTo(batch));
        }
        List<int[]> sides = references.stream()
                .map(each -> new int[] {each.dim(2), each.dim(3)})
                .toList();
        family.edit(references.size())
                .places(sides)
                .forEach((name, place) ->
                        out.put(name, FloatTensor.wrap(place, 1, place.length).repeatTo(batch)));
        return out;
    }

    @Override
    public long heldBytes() {
        return references.stream().mapToLong(each -> 4L * each.size()).sum();
    }
}
