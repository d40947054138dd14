package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.PortType;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.ControlHint;
import dev.zograf.models.ControlLoraEdit;
import dev.zograf.models.ControlNet;
import dev.zograf.models.ControlNetCondition;
import dev.zograf.models.ControlNetEdit;
import dev.zograf.models.ControlUnion;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A ControlNet that was loaded. Immutable. */
@PortType("controlnet")
public final class ControlNetModel {

    private static final String KIND = "kind";
    private static final Set<String> TOLD = Set.of(
            "timestep", "encoder_hidden_states", "guidance", "guided", "text_embeds", "time_ids", "class_labels");

    private final Parts parts;
    private final ControlKind kind;
    private final Network condition;

    /** What does not depend on the kind of picture. */
    private record Parts(
            GraphEdit edit,
            ControlHint hint,
            int residuals,
            boolean pooled,
            Optional<ControlUnion> union,
            Weights weights,
            Networks networks,
            Optional<Network> alone) {}

    private ControlNetModel(Parts parts, ControlKind kind) {
        this.parts = parts;
        this.kind = kind;
        Optional<ControlUnion> told = parts.union.filter(some -> kind.isTold());
        this.condition = parts.networks.compile(new ControlNetCondition(parts.hint, told), parts.weights);
    }

    /**
     * A ControlNet.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs, or there are others
     */
    public static ControlNetModel of(ControlNet network, Weights weights, Networks networks) {
        Network alone = networks.compile(network, weights);
        Parts parts = new Parts(
                new ControlNetEdit(network, weights),
                network.hint(),
                network.skips() + 1,
                network.pooled(),
                network.union(),
                weights,
                networks,
                Optional.of(alone));
        return new ControlNetModel(parts, ControlKind.AUTO);
    }

    /**
     * A Control-LoRA, which becomes a ControlNet where it meets the U-Net that it differs from.
     *
     * @throws dev.zograf.api.BadFileException if weights that have nothing to do with the U-Net are missing or misshapen
     */
    public static ControlNetModel of(ControlLoraEdit edit, Networks networks) {
        edit.check();
        Weights weights = edit.control();
        Parts parts = new Parts(
                edit,
                ControlHint.of(weights),
                edit.residuals(),
                edit.pooled(),
                Optional.empty(),
                weights,
                networks,
                Optional.empty());
        return new ControlNetModel(parts, ControlKind.AUTO);
    }

    /**
     * The same, told of which kind its pictures are.
     *
     * @throws InvalidInputException if it is no ControlNet Union, or one that does not know this kind
     */
    ControlNetModel of(ControlKind other) {
        ControlUnion union = parts.union.orElseThrow(
                () -> new InvalidInputException(
                        "controlnet",
                        "This ControlNet is for one kind of picture, the one that it was trained on; leave set-controlnet-kind out."));
        if (other.isTold() && other.index() >= union.kinds()) {
            throw new InvalidInputException(
                    "kind",
                    "This ControlNet Union knows " + union.kinds() + " kinds of pictures, which are "
                            + ControlKind.names(union.kinds()) + ".");
        }
        return new ControlNetModel(parts, other);
    }

    /** What the network is told of the kind of its pictures beside the timestep, {@code [1, kinds]}; nothing if it is for one kind. */
    Map<String, FloatTensor> told() {
        return parts.union.map(union -> Map.of(KIND, kind.told(union.kinds()))).orElse(Map.of());
    }

    /** What it changes in the U-Net; equal for the same file. */
    GraphEdit edit() {
        return parts.edit;
    }

    /** How many residuals it gives, that of the middle included. */
    public int residuals() {
        return parts.residuals;
    }

    /** Whether its residuals are averaged over the picture, so that it controls style rather than layout. */
    boolean pooled() {
        return parts.pooled;
    }

    /**
     * A control picture as the network sees it at each step, {@code [batch, width, height, width]} at the latent's resolution.
     *
     * @param height of the latent
     * @param width of the latent
     */
    FloatTensor condition(ControlPicture picture, int height, int width) {
        FloatTensor fitted = picture.pixels(height * parts.hint.factor(), width * parts.hint.factor());
        Map<String, FloatTensor> inputs = new HashMap<>(Map.of("image", fitted));
        if (kind.isTold()) {
            told().forEach((name, value) -> inputs.put(name, value.repeatTo(fitted.dim(0))));
        }
        return condition.run(inputs, "condition", Cancellation.never());
    }

    /**
     * The residuals alone, before their strength; sampling does not need this, since the network is part of the U-Net's graph there.
     *
     * @param sample {@code [batch, channels, h, w]}
     * @param told what the U-Net is told beside it, by its names: the timestep, the text and, for SDXL, the pooled text and the sizes
     * @throws IllegalStateException for a Control-LoRA, which is no network by itself, or a ControlNet Union that is not told of a kind
     * @return {@code residual.I} for each skip, and {@code residual.mid}
     */
    public Map<String, FloatTensor> residuals(
            FloatTensor sample, Map<String, FloatTensor> told, ControlPicture picture, Cancellation cancellation) {
        int factor = parts.hint.factor();
        FloatTensor fitted = picture.pixels(sample.dim(2) * factor, sample.dim(3) * factor);
        Set<String> wanted = new TreeSet<>(Set.of("residual.mid"));
        for (int i = 0; i < parts.residuals - 1; i++) {
            wanted.add("residual." + i);
        }
        Map<String, FloatTensor> inputs = new HashMap<>(told);
        inputs.keySet().retainAll(TOLD);
        inputs.put("sample", sample);
        inputs.put("image", fitted.repeatTo(sample.dim(0)));
        told().forEach((name, value) -> inputs.put(name, value.repeatTo(sample.dim(0))));
        Network network = parts.alone
                .filter(some -> parts.union.isEmpty() || kind.isTold())
                .orElseThrow(() -> new IllegalStateException(this + " is no network by itself."));
        return network.run(inputs, wanted, cancellation);
    }

    @Override
    public String toString() {
        return "ControlNet " + parts.weights.file();
    }
}
