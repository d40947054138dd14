package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.TextEncoder;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Loads a text encoder alone. */
@NodeType(id = "load-text-encoder", title = "Load text encoder", category = "loaders")
@Doc("Loads the text encoder of a model alone.")
public final class LoadTextEncoder implements Node<LoadTextEncoder.In, LoadTextEncoder.Out> {

    private static final String AUTO = "auto";

    /** What to load. */
    public record In(
            @Doc(
                    "The text tower of a CLIP, SDXL's two, a T5, or a Qwen2.5-VL: a folder of a model in the layout of diffusers, or a .safetensors"
                            + " file in the names of transformers or OpenCLIP, also one of a whole model.")
            @Choices(models = "text_encoders")
            String encoder,

            @Doc("The other text encoder of SDXL or FLUX, if one is alone in its file.")
            @Choices(models = "text_encoders")
            Optional<String> encoder2,

            @Doc("Further text encoders, each alone in its file; which is which is told by the files, in any order.")
            @Choices(models = "text_encoders")
            Optional<List<String>> more,

            @Doc(
                    "A folder in the layout of diffusers, from which to take configuration and tokenizer for a file of weights.")
            @Choices(models = "checkpoints")
            Optional<String> config,

            @Doc(
                    "For which family: auto tells it by which encoders there are, CLIP-L alone for Stable Diffusion 1, with CLIP-bigG for SDXL, with a T5 for FLUX, and with both for Stable Diffusion 3, a Qwen2.5-VL for Qwen-Image. Say sd3 if that goes without some of its own, and pixart for a T5 alone of PixArt.")
            @Default(AUTO)
            @Choices({AUTO, "sd3", "flux", "pixart", QwenTowers.FAMILY})
            String family) {

        private List<String> all() {
            List<String> all = new ArrayList<>(List.of(encoder));
            encoder2.ifPresent(all::add);
            more.ifPresent(all::addAll);
            return all;
        }
    }

    /** The encoder. */
    public record Out(
            @Doc("What turns prompts into conditioning.") TextEncoder text) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadTextEncoder(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        List<Checkpoint> all = in.all().stream().map(name -> open(name, in)).toList();
        all.stream()
                .filter(each -> !JointTowers.isT5(each) && !QwenTowers.isOne(each))
                .forEach(ForeignFamily::refuse);
        if (all.size() == 1) {
            Optional<Pipeline> whole = Pipelines.ofTransformer(all.get(0), networks)
                    .filter(each -> in.family().equals(AUTO) || in.family().equals(each.family()));
            if (whole.isPresent()) {
                return new Out(whole.get().textEncoder());
            }
        }
        boolean auto = in.family().equals(AUTO);
        if (in.family().equals(QwenTowers.FAMILY) || (auto && all.stream().anyMatch(QwenTowers::isOne))) {
            return new Out(QwenTowers.of(all, networks));
        }
        boolean joint = !auto || all.stream().anyMatch(JointTowers::isT5);
        return new Out(joint ? new JointTowers(networks).of(all, in.family()) : new TextTowers(networks).of(all));
    }

    private Checkpoint open(String name, In in) {
        return ConfiguredCheckpoint.open(models, "text_encoders", name, in.config(), false);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return in.all().stream().map(name -> open(name, in).fingerprint()).collect(Collectors.joining("+"));
    }
}
