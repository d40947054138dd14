package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.PortType;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.ControlHint;
import dev.zograf.models.ControlLoraEdit;
import dev.zograf.models.ControlNet;
import dev.zograf.models.ControlNetCondition;
import dev.zograf.models.ControlNetEdit;
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

    private static final Set<String> TOLD =
            Set.of("timestep", "encoder_hidden_states", "guidance", "text_embeds", "time_ids");

    private final GraphEdit edit;
    private final ControlHint hint;
    private final int residuals;
    private final boolean pooled;
    private final String file;
    private final Network condition;
    private final Optional<Network> alone;

    private ControlNetModel(
            GraphEdit edit,
            ControlHint hint,
            int residuals,
            boolean pooled,
            Weights weights,
            Networks networks,
            Optional<Network> alone) {
        this.edit = edit;
        this.hint = hint;
        this.residuals = residuals;
        this.pooled = pooled;
        this.file = weights.file();
        this.condition = networks.compile(new ControlNetCondition(hint), weights);
        this.alone = alone;
    }

    /**
     * A ControlNet.
     *
     * @throws dev.zograf.api.BadFileException if weights are missing or of another shape than the definition needs, or there are others
     */
    public static ControlNetModel of(ControlNet network, Weights weights, Networks networks) {
        Network alone = networks.compile(network, weights);
        return new ControlNetModel(
                new ControlNetEdit(network, weights),
                network.hint(),
                network.skips() + 1,
                network.pooled(),
                weights,
                networks,
                Optional.of(alone));
    }

    /**
     * A Control-LoRA, which becomes a ControlNet where it meets the U-Net that it differs from.
     *
     * @throws dev.zograf.api.BadFileException if weights that have nothing to do with the U-Net are missing or misshapen
     */
    public static ControlNetModel of(ControlLoraEdit edit, Networks networks) {
        edit.check();
        Weights weights = edit.control();
        return new ControlNetModel(
                edit, ControlHint.of(weights), edit.residuals(), edit.pooled(), weights, networks, Optional.empty());
    }

    /** What it changes in the U-Net; equal for the same file. */
    GraphEdit edit() {
        return edit;
    }

    /** How many residuals it gives, that of the middle included. */
    public int residuals() {
        return residuals;
    }

    /** Whether its residuals are averaged over the picture, so that it controls style rather than layout. */
    boolean pooled() {
        return pooled;
    }

    /**
     * A control picture as the network sees it at each step, {@code [batch, width, height, width]} at the latent's resolution.
     *
     * @param height of the latent
     * @param width of the latent
     */
    FloatTensor condition(ControlPicture picture, int height, int width) {
        FloatTensor fitted = picture.pixels(height * hint.factor(), width * hint.factor());
        return condition.run(Map.of("image", fitted), "condition", Cancellation.never());
    }

    /**
     * The residuals alone, before their strength; sampling does not need this, since the network is part of the U-Net's graph there.
     *
     * @param sample {@code [batch, channels, h, w]}
     * @param told what the U-Net is told beside it, by its names: the timestep, the text and, for SDXL, the pooled text and the sizes
     * @throws IllegalStateException for a Control-LoRA, which is no network by itself
     * @return {@code residual.I} for each skip, and {@code residual.mid}
     */
    public Map<String, FloatTensor> residuals(
            FloatTensor sample, Map<String, FloatTensor> told, ControlPicture picture, Cancellation cancellation) {
        FloatTensor fitted = picture.pixels(sample.dim(2) * hint.factor(), sample.dim(3) * hint.factor());
        Set<String> wanted = new TreeSet<>(Set.of("residual.mid"));
        for (int i = 0; i < residuals - 1; i++) {
            wanted.add("residual." + i);
        }
        Map<String, FloatTensor> inputs = new HashMap<>(told);
        inputs.keySet().retainAll(TOLD);
        inputs.put("sample", sample);
        inputs.put("image", fitted.repeatTo(sample.dim(0)));
        Network network = alone.orElseThrow(() -> new IllegalStateException(this + " is no network by itself."));
        return network.run(inputs, wanted, cancellation);
    }

    @Override
    public String toString() {
        return "ControlNet " + file;
    }
}
