package dev.zograf.nodes.lora;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.TextEncoder;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Applies a LoRA file to a model. The model that comes in stays as it is; leaving the node out removes the LoRA. */
@NodeType(id = "load-lora", title = "Load LoRA", category = "loaders")
@Doc(
        "Applies a LoRA to a model and its text encoder; both stay loaded as they are, and leaving this node out removes it again.")
public final class LoadLora implements Node<LoadLora.In, LoraOut> {

    /** What to apply, and to what. */
    public record In(
            @Doc("The network that removes noise.") Denoiser model,

            @Doc("The text encoder of the same model; without it only the network that removes noise is changed.")
            Optional<TextEncoder> encoder,

            @Doc(
                    "A .safetensors file in a format of kohya, LyCORIS (LoCon, LoHa, LoKr, DoRA, full, GLoRA, IA3, OFT), diffusers, PEFT or lora_diffusion, or"
                            + " a folder of PEFT: a name below a model root's folder loras, or a path.")
            @Choices(models = "loras")
            String lora,

            @Doc("How much of it in the network; 0 is none, negative numbers lead away from what it was trained on.")
            @Range(min = -100, max = 100, step = 0.05)
            @Default("1")
            double strengthModel,

            @Doc("How much of it in the text encoder.") @Range(min = -100, max = 100, step = 0.05) @Default("1")
            double strengthClip,

            @Doc(
                    "How much of it in each block: 17 or 26 numbers for Stable Diffusion 1 and 2, 12 or 20 for XL, the first for the text"
                            + " encoder; or names such as MID=0, OUT=0.5, up_blocks.1=0.")
            @Default("")
            String blocks,

            @Doc("Auto changes strengths and files at once, merged computes other weights when the network is loaded.")
            @Default("auto")
            LoraMode mode) {

        /** Reads the blocks. */
        public In {
            BlockWeights.of(blocks);
        }
    }

    private final LoraFiles files;

    /** With the services of the engine. */
    @Inject
    public LoadLora(Models models) {
        this.files = new LoraFiles(models);
    }

    @Override
    public LoraOut run(In in, RunContext ctx) {
        Lora lora =
                new Lora(files.open(in.lora()), in.strengthModel(), in.strengthClip(), BlockWeights.of(in.blocks()));
        return LoraOut.of(LoraStack.apply(List.of(lora), in.model(), in.encoder(), in.mode(), ctx::warn));
    }

    @Override
    public String fingerprint(In in, RunFiles runFiles) {
        return files.fingerprint(in.lora());
    }
}
