package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.models.T5Text;
import dev.zograf.nodes.lora.LowRankPatch;
import dev.zograf.nodes.patch.EditableNetwork;
import dev.zograf.nodes.prompt.ClipTextEncoder;
import dev.zograf.nodes.prompt.ClipTower;
import dev.zograf.nodes.prompt.ClipTower.Reading;
import dev.zograf.nodes.prompt.FluxTextJoin;
import dev.zograf.nodes.prompt.JointTextEncoder;
import dev.zograf.nodes.prompt.PixArtTextJoin;
import dev.zograf.nodes.prompt.Sd3TextJoin;
import dev.zograf.nodes.prompt.T5TokenizerFiles;
import dev.zograf.nodes.prompt.T5Tower;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes the text encoders of Stable Diffusion 3, FLUX and PixArt of the files that they lie in. */
final class JointTowers {

    /** What is usual: diffusers' {@code max_sequence_length}, and to what node-based interfaces fill up shorter texts. */
    private static final T5Tower.Length OF_SD3 = new T5Tower.Length(256, 77);

    private static final T5Tower.Length OF_FLUX = new T5Tower.Length(512, 256);

    /** Without a length for weighted texts: padding is not seen. */
    private static final T5Tower.Length OF_PIXART = new T5Tower.Length(300, 0);

    private static final T5Tower.Length OF_PIXART_ALPHA = new T5Tower.Length(120, 0);

    /** How wide the tokens are that the published models take. */
    private static final int WIDTH_OF_SD3 = 4096;

    private static final String FIRST = "text_encoder";
    private static final String SECOND = "text_encoder_2";
    private static final String THIRD = "text_encoder_3";

    private final Networks networks;
    private final TextTowers towers;

    JointTowers(Networks networks) {
        // They cost little, and what they say decides everything after them.
        this.networks = networks.at(Precision.FLOAT32);
        this.towers = new TextTowers(networks);
    }

    /**
     * Those of a whole Stable Diffusion 3, of which any may be missing.
     *
     * @param width of the tokens that the denoiser takes
     */
    JointTextEncoder sd3(ModelIndex index, int width) {
        Checkpoint checkpoint = index.checkpoint();
        Optional<ClipTower> large = clip(index, FIRST, "tokenizer");
        Optional<ClipTower> giant = clip(index, SECOND, "tokenizer_2");
        Optional<T5Tower> t5 = index.has(THIRD)
                ? Optional.of(t5(checkpoint, "tokenizer_3", part(checkpoint, THIRD), THIRD, OF_SD3))
                : Optional.empty();
        return sd3(large, giant, t5, width, checkpoint.name());
    }

    /**
     * Those of files of their own, in any order.
     *
     * @param family {@code sd3}, {@code flux} or {@code pixart}, or {@code auto}, which is told by which encoders there are
     * @throws BadFileException if no model that is known has these together
     */
    JointTextEncoder of(List<Checkpoint> all, String family) {
        List<Checkpoint> t5 = all.stream().filter(JointTowers::isT5).toList();
        List<Checkpoint> clips = new ArrayList<>(all);
        clips.removeAll(t5);
        clips.sort(Comparator.comparingInt(TextTowers::width));
        Checkpoint last = all.get(all.size() - 1);
        if (t5.size() > 1 || clips.size() > 2) {
            throw new BadFileException(
                    last.name(),
                    "No model that is known here has these " + all.size()
                            + " text encoders; Stable Diffusion 3 has CLIP-L, CLIP-bigG and a T5, FLUX CLIP-L and a T5, PixArt a T5.");
        }
        if (family.equals("pixart")) {
            if (!clips.isEmpty()) {
                throw new BadFileException(last.name(), "PixArt has one text encoder, a T5: load that alone.");
            }
            return pixart(masked(t5.get(0)), OF_PIXART);
        }
        boolean giant = !clips.isEmpty() && TextTowers.width(clips.get(clips.size() - 1)) >= Sd3TextJoin.GIANT;
        boolean flux = family.equals("flux") || (family.equals("auto") && clips.size() == 1 && !giant);
        if (flux) {
            if (clips.size() != 1 || t5.isEmpty()) {
                throw new BadFileException(last.name(), "FLUX has two text encoders: CLIP-L and a T5; load both.");
            }
            return flux(alone(clips.get(0), FIRST, Reading.LAST), t5(t5.get(0), SECOND, OF_FLUX), last.name());
        }
        if (family.equals("auto") && clips.isEmpty()) {
            throw new BadFileException(
                    last.name(),
                    "A T5 alone does not tell for which model it is: say it by the input \"family\", or name the model's other text"
                            + " encoders, too.");
        }
        boolean both = clips.size() == 2;
        Optional<ClipTower> large = both || (clips.size() == 1 && !giant)
                ? Optional.of(alone(clips.get(0), FIRST, Reading.PENULTIMATE))
                : Optional.empty();
        Optional<ClipTower> second = both || giant
                ? Optional.of(alone(clips.get(clips.size() - 1), SECOND, Reading.PENULTIMATE_AND_PROJECTED))
                : Optional.empty();
        Optional<T5Tower> third = t5.stream().findFirst().map(each -> t5(each, THIRD, OF_SD3));
        return sd3(large, second, third, third.map(T5Tower::width).orElse(WIDTH_OF_SD3), last.name());
    }

    /** Whether a checkpoint is a T5 by itself. */
    static boolean isT5(Checkpoint checkpoint) {
        boolean part = checkpoint.has("text_encoder/config.json") || checkpoint.has("config.json");
        return part
                && ModelPart.of(checkpoint, FIRST, "text encoder")
                        .config()
                        .text("model_type", "")
                        .equals("t5");
    }

    private ClipTower alone(Checkpoint checkpoint, String name, Reading reading) {
        ModelPart part = ModelPart.of(checkpoint, FIRST, "text encoder");
        return towers.tower(checkpoint, "tokenizer", part.config(), part.weights(), name, reading);
    }

    private T5Tower t5(Checkpoint checkpoint, String name, T5Tower.Length length) {
        return t5(checkpoint, tokenizer(checkpoint), alone(checkpoint), name, length);
    }

    private T5Tower masked(Checkpoint checkpoint) {
        return t5(checkpoint, tokenizer(checkpoint), alone(checkpoint), T5Text::withMask, FIRST, OF_PIXART);
    }

    private static String tokenizer(Checkpoint checkpoint) {
        return checkpoint.has("tokenizer") ? "tokenizer" : "";
    }

    private static ModelPart alone(Checkpoint checkpoint) {
        return ModelPart.of(checkpoint, FIRST, "text encoder");
    }

    private static ModelPart part(Checkpoint checkpoint, String name) {
        return new ModelPart(checkpoint, name);
    }

    private Optional<ClipTower> clip(ModelIndex index, String name, String tokenizer) {
        if (!index.has(name)) {
            return Optional.empty();
        }
        boolean projects = index.isOf(name, "CLIPTextModelWithProjection");
        if (!projects) {
            index.require(name, "CLIPTextModel", TransformerPipeline.WITHOUT);
        }
        Checkpoint checkpoint = index.checkpoint();
        Reading reading = projects ? Reading.PENULTIMATE_AND_PROJECTED : Reading.PENULTIMATE;
        return Optional.of(towers.tower(
                checkpoint,
                tokenizer,
                checkpoint.config(name + "/config.json"),
                checkpoint.weights(name),
                name,
                reading));
    }

    private JointTextEncoder sd3(
            Optional<ClipTower> large, Optional<ClipTower> giant, Optional<T5Tower> t5, int width, String file) {
        List<ClipTower> clips = new ArrayList<>();
        large.ifPresent(clips::add);
        giant.ifPresent(clips::add);
        if (clips.isEmpty() && t5.isEmpty()) {
            throw new BadFileException(file, TransformerPipeline.WITHOUT_TEXT);
        }
        t5.ifPresent(there -> requireWidth(there, width, file));
        Optional<ClipTextEncoder> clip = clips.isEmpty()
                ? Optional.empty()
                : Optional.of(ClipTextEncoder.of(clips, false, file).poolingAll());
        Sd3TextJoin join = new Sd3TextJoin(
                width, large.isPresent() ? 0 : Sd3TextJoin.LARGE, giant.isPresent() ? 0 : Sd3TextJoin.GIANT);
        return JointTextEncoder.of(clip, t5, join, OF_SD3);
    }

    private static void requireWidth(T5Tower t5, int width, String file) {
        if (t5.width() != width) {
            throw new BadFileException(
                    file,
                    "Its T5's encodings are " + t5.width() + " wide, and its denoiser takes " + width
                            + ": they are of different models.");
        }
    }

    /** Those of a whole FLUX. */
    JointTextEncoder flux(ModelIndex index) {
        index.require(FIRST, "CLIPTextModel", TransformerPipeline.WITHOUT);
        index.require(SECOND, "T5EncoderModel", TransformerPipeline.WITHOUT);
        Checkpoint checkpoint = index.checkpoint();
        ClipTower clip = towers.tower(
                checkpoint,
                "tokenizer",
                checkpoint.config(FIRST + "/config.json"),
                checkpoint.weights(FIRST),
                FIRST,
                Reading.LAST);
        return flux(clip, t5(checkpoint, "tokenizer_2", part(checkpoint, SECOND), SECOND, OF_FLUX), checkpoint.name());
    }

    /**
     * That of a whole PixArt.
     *
     * @param width of the tokens that the denoiser takes
     * @param alpha whether it is the first one, which was trained on shorter texts
     */
    JointTextEncoder pixart(ModelIndex index, int width, boolean alpha) {
        index.require(FIRST, "T5EncoderModel", TransformerPipeline.WITHOUT);
        Checkpoint checkpoint = index.checkpoint();
        T5Tower.Length length = alpha ? OF_PIXART_ALPHA : OF_PIXART;
        T5Tower t5 = t5(checkpoint, "tokenizer", part(checkpoint, FIRST), T5Text::withMask, FIRST, length);
        requireWidth(t5, width, checkpoint.name());
        return pixart(t5, length);
    }

    private static JointTextEncoder pixart(T5Tower t5, T5Tower.Length length) {
        return JointTextEncoder.of(Optional.empty(), Optional.of(t5), new PixArtTextJoin(t5.width()), length);
    }

    private static JointTextEncoder flux(ClipTower clip, T5Tower t5, String file) {
        return JointTextEncoder.of(
                Optional.of(ClipTextEncoder.of(List.of(clip), false, file)),
                Optional.of(t5),
                new FluxTextJoin(),
                OF_FLUX);
    }

    private T5Tower t5(Checkpoint checkpoint, String tokenizer, ModelPart part, String name, T5Tower.Length length) {
        return t5(checkpoint, tokenizer, part, UnaryOperator.identity(), name, length);
    }

    private T5Tower t5(
            Checkpoint checkpoint,
            String tokenizer,
            ModelPart part,
            UnaryOperator<T5Text> kind,
            String name,
            T5Tower.Length length) {
        Config config = part.config();
        Weights weights = part.weights();
        T5Text definition = kind.apply(T5Text.of(config).named(name));
        return T5Tower.of(
                T5TokenizerFiles.read(checkpoint, tokenizer),
                EditableNetwork.of(networks, definition, weights, LowRankPatch.ready(weights)),
                definition,
                length);
    }
}
