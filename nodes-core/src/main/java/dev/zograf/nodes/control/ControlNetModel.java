package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.PortType;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.ControlHint;
import dev.zograf.models.ControlLoraEdit;
import dev.zograf.models.ControlNet;
import dev.zograf.models.ControlNetEdit;
import dev.zograf.models.FluxControlNet;
import dev.zograf.models.FluxControlNetEdit;
import dev.zograf.models.Sd3ControlNet;
import dev.zograf.models.Sd3ControlNetEdit;
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

    private static final Set<String> TOLD = Set.of(
            "timestep", "encoder_hidden_states", "guidance", "guided", "text_embeds", "time_ids", "class_labels");

    private final Parts parts;
    private final ControlKind kind;

    /** What does not depend on the kind of picture. */
    private record Parts(
            GraphEdit edit,
            ControlSight sight,
            int residuals,
            boolean pooled,
            Weights weights,
            Optional<Network> alone) {}

    private ControlNetModel(Parts parts, ControlKind kind) {
        this.parts = parts;
        this.kind = kind;
    }

    /**
     * A ControlNet of Stable Diffusion 1, 2 or XL.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs, or there are others
     */
    public static ControlNetModel of(ControlNet network, Weights weights, Networks networks) {
        Network alone = networks.compile(network, weights);
        Parts parts = new Parts(
                new ControlNetEdit(network, weights),
                new PixelSight(network.hint(), network.union(), weights, networks),
                network.skips() + 1,
                network.pooled(),
                weights,
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
                new PixelSight(ControlHint.of(weights), Optional.empty(), weights, networks),
                edit.residuals(),
                edit.pooled(),
                weights,
                Optional.empty());
        return new ControlNetModel(parts, ControlKind.AUTO);
    }

    /** A ControlNet of Stable Diffusion 3, which sees latents. */
    public static ControlNetModel of(Sd3ControlNet network, Weights weights) {
        LatentSight sight = new LatentSight(!network.seesUnshifted(), network.control(), 0);
        return ofLatents(new Sd3ControlNetEdit(network, weights), sight, network.residuals(), weights);
    }

    /** A ControlNet of FLUX.1, which sees latents. */
    public static ControlNetModel of(FluxControlNet network, Weights weights) {
        LatentSight sight = new LatentSight(true, network.config().inChannels(), network.modes());
        return ofLatents(new FluxControlNetEdit(network, weights), sight, network.residuals(), weights);
    }

    private static ControlNetModel ofLatents(GraphEdit edit, LatentSight sight, int residuals, Weights weights) {
        return new ControlNetModel(
                new Parts(edit, sight, residuals, false, weights, Optional.empty()), ControlKind.AUTO);
    }

    /**
     * The same, told of which kind its pictures are.
     *
     * @throws InvalidInputException if it is no ControlNet Union, or one that does not know this kind
     */
    ControlNetModel of(ControlKind other) {
        if (parts.sight.kinds() == 0) {
            throw new InvalidInputException(
                    "controlnet",
                    "This ControlNet is for one kind of picture, the one that it was trained on; leave set-controlnet-kind out.");
        }
        parts.sight.require(other);
        return new ControlNetModel(parts, other);
    }

    /**
     * Refuses to be applied without what it needs.
     *
     * @throws InvalidInputException if its pictures go through a VAE and there is none, or if it was not told of their kind and has to be
     */
    void requireReady(Optional<Vae> vae) {
        if (parts.sight.needsVae() && vae.isEmpty()) {
            throw new InvalidInputException(
                    "vae",
                    "This ControlNet sees pictures as latents: connect the VAE of the model that it is used with.");
        }
        if (parts.sight.kinds() > 0) {
            parts.sight.require(kind);
        }
    }

    /** What the network is told of the kind of its pictures beside the timestep, {@code [1, kinds]}; nothing if it is for one kind. */
    Map<String, FloatTensor> told() {
        return parts.sight.kinds() > 0 ? Map.of(ControlNet.KIND, parts.sight.told(kind)) : Map.of();
    }

    /** What it changes in the denoiser; equal for the same file. */
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
     * @param vae the model's
     */
    FloatTensor condition(ControlPicture picture, int height, int width, Optional<Vae> vae) {
        return parts.sight.condition(picture, kind, height, width, vae);
    }

    /**
     * The residuals alone, before their strength; sampling does not need this, since the network is part of the U-Net's graph there.
     *
     * @param sample {@code [batch, channels, h, w]}
     * @param told what the U-Net is told beside it, by its names: the timestep, the text and, for SDXL, the pooled text and the sizes
     * @throws IllegalStateException for what is no network by itself, a Control-LoRA for instance, or a ControlNet Union that is not told of a kind
     * @return {@code residual.I} for each skip, and {@code residual.mid}
     */
    public Map<String, FloatTensor> residuals(
            FloatTensor sample, Map<String, FloatTensor> told, ControlPicture picture, Cancellation cancellation) {
        Network network = parts.alone
                .filter(some -> parts.sight.kinds() == 0 || kind.isTold())
                .orElseThrow(() -> new IllegalStateException(this + " is no network by itself."));
        PixelSight sight = (PixelSight) parts.sight;
        FloatTensor fitted = sight.pixels(picture, sample.dim(2), sample.dim(3));
        Set<String> wanted = new TreeSet<>(Set.of("residual.mid"));
        for (int i = 0; i < parts.residuals - 1; i++) {
            wanted.add("residual." + i);
        }
        Map<String, FloatTensor> inputs = new HashMap<>(told);
        inputs.keySet().retainAll(TOLD);
        inputs.put("sample", sample);
        inputs.put("image", fitted.repeatTo(sample.dim(0)));
        told().forEach((name, value) -> inputs.put(name, value.repeatTo(sample.dim(0))));
        return network.run(inputs, wanted, cancellation);
    }

    @Override
    public String toString() {
        return "ControlNet " + parts.weights.file();
    }
}
