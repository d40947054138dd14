package dev.zograf.nodes.conditioning;

import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ForwardingDenoiser;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.When;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Region;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A denoiser that takes conditionings of several parts: it has each part that counts at the moment evaluated on its rectangle of the
 * latent, and at each pixel takes the mean of the results, weighted as the parts' regions say. Parts of the same rectangle, also those
 * of different conditionings, go to the model in one call.
 *
 * <p>Where one conditioning has an area, the others see that area by itself as well: the difference between two results means something
 * only if both looked at the same pixels. Where no part counts, the picture is believed to be empty (all zero).
 */
public final class PartwiseDenoiser extends ForwardingDenoiser {

    private final Prediction prediction;

    /**
     * A denoiser of parts.
     *
     * @param prediction what the model's output means
     */
    public PartwiseDenoiser(Denoiser model, Prediction prediction) {
        super(model);
        this.prediction = prediction;
    }

    /**
     * A part with its place and weights, one of those that make up a conditioning's output.
     *
     * @param area whether it is for an area, not for the whole picture or a mask on it
     */
    private record Placed(int conditioning, Conditioning part, RegionWeights where, boolean area) {}

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        if (conditionings.stream().allMatch(PartwiseDenoiser::isPlain)) {
            return model().predict(x, moment, conditionings, ctx);
        }
        List<List<Placed>> placed = new ArrayList<>();
        for (int i = 0; i < conditionings.size(); i++) {
            placed.add(place(conditionings.get(i), i, x, moment));
        }
        Map<Rectangle, List<Placed>> calls = new LinkedHashMap<>();
        for (int i = 0; i < placed.size(); i++) {
            for (Placed each : withAreasOfOthers(placed, i)) {
                calls.computeIfAbsent(each.where.rectangle(), key -> new ArrayList<>())
                        .add(each);
            }
        }
        WeightedMean[] means = new WeightedMean[conditionings.size()];
        for (Map.Entry<Rectangle, List<Placed>> call : calls.entrySet()) {
            List<Conditioning> parts = call.getValue().stream()
                    .map(each -> cut(each.part, call.getKey(), x)
                            .onPart(call.getKey().toString()))
                    .toList();
            List<FloatTensor> outputs = model().predict(call.getKey().cut(x), moment, parts, ctx);
            for (int i = 0; i < outputs.size(); i++) {
                Placed each = call.getValue().get(i);
                if (means[each.conditioning] == null) {
                    means[each.conditioning] =
                            new WeightedMean(x, outputs.get(i).dim(1));
                }
                means[each.conditioning].add(outputs.get(i), each.where);
            }
        }
        List<FloatTensor> out = new ArrayList<>();
        for (WeightedMean mean : means) {
            WeightedMean made = mean == null ? new WeightedMean(x, x.dim(1)) : mean;
            out.add(made.toTensor(() -> emptyPicture(x, moment)));
        }
        return out;
    }

    /** Whether it is one part that always counts everywhere. */
    private static boolean isPlain(Conditioning conditioning) {
        return conditioning.parts().size() == 1
                && conditioning.get(When.KEY).isEmpty()
                && Region.of(conditioning).area().isEmpty()
                && Region.of(conditioning).mask().isEmpty();
    }

    private List<Placed> place(Conditioning conditioning, int index, FloatTensor x, Moment moment) {
        int factor = model().latentFormat().factor();
        List<Placed> out = new ArrayList<>();
        for (Conditioning part : conditioning.parts()) {
            if (When.isActive(part, moment) && !DefaultConditioning.isDefault(part)) {
                Region region = Region.of(part);
                boolean area = region.area().isPresent() || (region.mask().isPresent() && region.isCutToMask());
                out.add(new Placed(index, part, RegionWeights.of(region, x, factor), area));
            }
        }
        List<Conditioning> defaults = conditioning.parts().stream()
                .filter(part -> DefaultConditioning.isDefault(part) && When.isActive(part, moment))
                .toList();
        if (!defaults.isEmpty()) {
            RegionWeights.rest(out.stream().map(Placed::where).toList(), x)
                    .ifPresent(rest -> defaults.forEach(part -> out.add(new Placed(index, part, rest, false))));
        }
        return out;
    }

    /**
     * The parts of a conditioning, and for each area of another one what looks at that area here: the part with the smallest rectangle that
     * holds it, unless it has that very area already.
     */
    private static List<Placed> withAreasOfOthers(List<List<Placed>> all, int index) {
        List<Placed> out = new ArrayList<>(all.get(index));
        for (int other = 0; other < all.size(); other++) {
            for (Placed there : other == index ? List.<Placed>of() : all.get(other)) {
                if (there.area) {
                    smallestAround(out, there.where.rectangle())
                            .filter(here ->
                                    !here.area || !here.where.rectangle().equals(there.where.rectangle()))
                            .ifPresent(here -> out.add(new Placed(index, here.part, there.where, true)));
                }
            }
        }
        return out;
    }

    private static Optional<Placed> smallestAround(List<Placed> parts, Rectangle area) {
        Optional<Placed> smallest = parts.stream().filter(part -> !part.area).findFirst();
        for (Placed part : parts) {
            if (part.area
                    && part.where.rectangle().contains(area)
                    && smallest.filter(Placed::area)
                            .map(best -> part.where.rectangle().size()
                                    < best.where.rectangle().size())
                            .orElse(true)) {
                smallest = Optional.of(part);
            }
        }
        return smallest;
    }

    /** What of a part belongs to its rectangle: channels that go along with the latent are cut as it is. */
    private static Conditioning cut(Conditioning part, Rectangle rectangle, FloatTensor x) {
        return part.get(Conditioning.CONCAT)
                .filter(concat -> concat.dim(2) == x.dim(2) && concat.dim(3) == x.dim(3))
                .map(concat -> part.with(Conditioning.CONCAT, rectangle.cut(concat)))
                .orElse(part);
    }

    /** The output that means a clean latent of zeros. */
    private FloatTensor emptyPicture(FloatTensor scaled, Moment moment) {
        FloatTensor ones = FloatTensor.zeros(scaled.shape()).map(zero -> 1);
        FloatTensor x = scaled.over(prediction.scaleInput(ones, moment.level()).at(0));
        return RawOutput.meaning(ones.times(0), prediction, x, moment.level());
    }

    @Override
    protected Denoiser before(Denoiser other) {
        return new PartwiseDenoiser(other, prediction);
    }
}
