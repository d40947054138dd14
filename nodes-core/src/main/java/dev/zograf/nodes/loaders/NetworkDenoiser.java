package dev.zograf.nodes.loaders;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.GuidanceEdit;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.MaskEdit;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Size;
import dev.zograf.nodes.conditioning.ExtraChannels;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.patch.PatchedNetwork;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A denoiser that is one network. Conditionings of equal length that bring equal edits of the network are evaluated as one batch. */
public final class NetworkDenoiser implements Denoiser {

    private static final String ONE_BY_ONE = "the sides of guidance are evaluated one after the other";

    private final EditableNetwork network;
    private final Trained trained;
    private final List<GuidanceEdit> guidance;
    private final List<MaskEdit> masks;
    private final JoinedInputs joined;

    /**
     * How a model was trained, which no edit changes.
     *
     * @param inputs what its network is told
     * @param format of the latents that it paints
     * @param nativeSize the side of the pictures that it saw, in latent pixels
     */
    public record Trained(NetworkInputs inputs, LatentFormat format, int nativeSize, Config scheduler) {}

    /**
     * A denoiser.
     *
     * @param network takes {@code sample}, {@code timestep}, {@code encoder_hidden_states} and its family's inputs, and gives {@code out}
     */
    public NetworkDenoiser(EditableNetwork network, Trained trained) {
        this(network, trained, List.of(), List.of(), JoinedInputs.fresh());
    }

    private NetworkDenoiser(
            EditableNetwork network,
            Trained trained,
            List<GuidanceEdit> guidance,
            List<MaskEdit> masks,
            JoinedInputs joined) {
        this.network = network;
        this.trained = trained;
        this.guidance = guidance;
        this.masks = masks;
        this.joined = joined;
    }

    @Override
    public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> conditionings, RunContext ctx) {
        Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < conditionings.size(); i++) {
            Conditioning each = conditionings.get(i);
            List<Object> like = List.of(each.tokens().dim(1), edits(each, moment));
            groups.computeIfAbsent(like, key -> new ArrayList<>()).add(i);
        }
        FloatTensor[] out = new FloatTensor[conditionings.size()];
        for (List<Integer> group : groups.values()) {
            List<Conditioning> parts = group.stream().map(conditionings::get).toList();
            List<FloatTensor> outputs = evaluate(x, moment, parts, edits(parts.get(0), moment), ctx);
            for (int i = 0; i < outputs.size(); i++) {
                out[group.get(i)] = outputs.get(i);
            }
        }
        return List.of(out);
    }

    private List<NetworkPatch> active(Conditioning conditioning, Moment moment) {
        List<NetworkPatch> all = new ArrayList<>(trained.inputs().patches(conditioning));
        all.addAll(Patches.of(conditioning));
        return all.stream().filter(patch -> patch.isActive(moment)).toList();
    }

    private List<GraphEdit> edits(Conditioning conditioning, Moment moment) {
        return active(conditioning, moment).stream().map(NetworkPatch::edit).toList();
    }

    private List<FloatTensor> evaluate(
            FloatTensor x, Moment moment, List<Conditioning> parts, List<GraphEdit> edits, RunContext ctx) {
        int batch = x.dim(0);
        List<FloatTensor> samples = new ArrayList<>();
        List<FloatTensor> tokens = new ArrayList<>();
        for (Conditioning part : parts) {
            samples.add(withConcat(x, part));
            tokens.add(tokens(part, batch));
        }
        float[] times = new float[batch * parts.size()];
        Arrays.fill(times, (float) moment.timestep());
        FloatTensor sample = FloatTensor.concat(0, samples);
        int factor = trained.format().factor();
        Size painted = Size.of(x.dim(3) * factor, x.dim(2) * factor);
        Map<String, HostTensor> inputs = new HashMap<>(trained.inputs().of(batch, painted, parts, joined));
        inputs.put("sample", sample);
        inputs.put("timestep", FloatTensor.wrap(times, times.length));
        inputs.put("encoder_hidden_states", joined.of("encoder_hidden_states", tokens, batch));
        List<Map<String, HostTensor>> feeds = feeds(x, moment, parts);
        Evaluation evaluation = Evaluation.of(sample.shape(), moment);
        List<FloatTensor> out = new ArrayList<>();
        List<Object> about = parts.stream().<Object>map(Side::of).toList();
        PatchedNetwork now = network.at(evaluation, about, edits, feeds);
        if (parts.size() > 1 && !now.fits(inputs, ONE_BY_ONE)) {
            for (Conditioning part : parts) {
                out.addAll(evaluate(x, moment, List.of(part), edits, ctx));
            }
            return out;
        }
        FloatTensor all = now.run(inputs, Set.of("out"), ctx).get("out");
        for (int i = 0; i < parts.size(); i++) {
            out.add(requireNonNull(all).slice(0, i * batch, (i + 1) * batch));
        }
        return out;
    }

    /**
     * What tells one side of guidance from another at each evaluation of a run.
     *
     * @param tokens the same object, mostly, as long as the prompt does not change
     */
    private record Side(FloatTensor tokens, Optional<Boolean> negative, Optional<String> part) {

        static Side of(Conditioning conditioning) {
            return new Side(
                    conditioning.tokens(),
                    conditioning.get(Conditioning.NEGATIVE),
                    conditioning.get(Conditioning.PART));
        }
    }

    /** What each edit is fed: the inputs of all parts, one after the other. */
    private List<Map<String, HostTensor>> feeds(FloatTensor x, Moment moment, List<Conditioning> parts) {
        Evaluation each = Evaluation.of(x.shape(), moment);
        List<List<NetworkPatch>> patches =
                parts.stream().map(part -> active(part, moment)).toList();
        List<Map<String, HostTensor>> out = new ArrayList<>();
        for (int i = 0; i < patches.get(0).size(); i++) {
            Map<String, List<FloatTensor>> ofAll = new LinkedHashMap<>();
            for (List<NetworkPatch> ofPart : patches) {
                ofPart.get(i)
                        .inputs(each)
                        .forEach((name, tensor) -> ofAll.computeIfAbsent(name, key -> new ArrayList<>())
                                .add((FloatTensor) tensor));
            }
            Map<String, HostTensor> fed = new LinkedHashMap<>();
            String edit = i + ".";
            ofAll.forEach((name, tensors) -> fed.put(name, joined.of(edit + name, tensors)));
            out.add(fed);
        }
        return out;
    }

    private FloatTensor tokens(Conditioning part, int batch) {
        FloatTensor tokens = part.tokens();
        int context = trained.inputs().context();
        if (tokens.dim(2) != context) {
            throw new InvalidInputException(
                    "positive",
                    "The conditioning is " + tokens.dim(2) + " wide, but this model takes " + context
                            + ": use the text encoder of the same model.");
        }
        if (tokens.dim(0) != 1 && tokens.dim(0) != batch) {
            throw new InvalidInputException(
                    "positive",
                    "There are " + tokens.dim(0) + " prompts for " + batch
                            + " latents: give one prompt, or one for each.");
        }
        return tokens;
    }

    private FloatTensor withConcat(FloatTensor x, Conditioning part) {
        FloatTensor concat = part.get(Conditioning.CONCAT).orElse(FloatTensor.zeros(1, 0, x.dim(2), x.dim(3)));
        int channels = x.dim(1) + concat.dim(1);
        if (channels != inputChannels()) {
            throw new InvalidInputException(
                    "positive",
                    "This model takes " + inputChannels() + " channels and was given " + channels + ": "
                            + ExtraChannels.remedy(
                                    inputChannels(), trained.format().channels(), concat.dim(1)));
        }
        if (concat.dim(2) != x.dim(2) || concat.dim(3) != x.dim(3)) {
            throw new InvalidInputException(
                    "positive",
                    "The picture beside the latent is " + concat.dim(3) + "x" + concat.dim(2)
                            + " in latent pixels, the latent " + x.dim(3) + "x" + x.dim(2)
                            + ": use the latent of the node that made the conditioning.");
        }
        if (concat.dim(1) == 0) {
            return x;
        }
        if (x.dim(0) % concat.dim(0) != 0) {
            throw new InvalidInputException(
                    "positive",
                    "There are " + concat.dim(0) + " pictures beside " + x.dim(0)
                            + " latents: give one picture, or one for each.");
        }
        return FloatTensor.concat(1, List.of(x, concat.repeatTo(x.dim(0))));
    }

    @Override
    public Denoiser forRun() {
        return new NetworkDenoiser(network.forRun(), trained, guidance, masks, JoinedInputs.ofRun());
    }

    @Override
    public void prepare() {
        network.prepare();
    }

    @Override
    public LatentFormat latentFormat() {
        return trained.format();
    }

    @Override
    public int inputChannels() {
        return trained.inputs().channels();
    }

    @Override
    public boolean isGuidanceDistilled() {
        return trained.inputs().isGuidanceDistilled();
    }

    @Override
    public int nativeSize() {
        return trained.nativeSize();
    }

    @Override
    public Config scheduler() {
        return trained.scheduler();
    }

    @Override
    public List<String> networks() {
        return List.of(trained.inputs().network());
    }

    private boolean isOwn(String name) {
        return name.equals(trained.inputs().network());
    }

    @Override
    public Weights weights(String name) {
        return isOwn(name) ? network.weights() : Denoiser.super.weights(name);
    }

    @Override
    public Denoiser withWeights(String name, UnaryOperator<WeightSource> edit) {
        return isOwn(name) ? with(network.withWeights(edit), guidance, masks) : Denoiser.super.withWeights(name, edit);
    }

    @Override
    public Denoiser withPatch(String name, NetworkPatch patch) {
        return isOwn(name) ? with(network.withPatch(patch), guidance, masks) : Denoiser.super.withPatch(name, patch);
    }

    @Override
    public Denoiser withPatchesAsWeights(String name) {
        return isOwn(name)
                ? with(network.withPatchesAsWeights(), guidance, masks)
                : Denoiser.super.withPatchesAsWeights(name);
    }

    @Override
    public long heldBytes() {
        return network.heldBytes();
    }

    @Override
    public List<GuidanceEdit> guidance() {
        return guidance;
    }

    @Override
    public Denoiser withGuidance(GuidanceEdit edit) {
        return with(network, and(guidance, edit), masks);
    }

    @Override
    public List<MaskEdit> maskEdits() {
        return masks;
    }

    @Override
    public Denoiser withMaskEdit(MaskEdit edit) {
        return with(network, guidance, and(masks, edit));
    }

    private static <T> List<T> and(List<T> some, T more) {
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }

    private NetworkDenoiser with(EditableNetwork edited, List<GuidanceEdit> ofGuidance, List<MaskEdit> ofMasks) {
        return new NetworkDenoiser(edited, trained, ofGuidance, ofMasks, JoinedInputs.fresh());
    }
}
