package dev.zograf.nodes.prompt;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Prompt;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.Conditioning;
import dev.zograf.nodes.conditioning.Unguided;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Encodes prompts for a denoiser, and the empty prompt with them for classifier-free guidance. */
@NodeType(id = "encode-text", title = "Encode text", category = "conditioning")
@Doc(
        "Encodes prompts for a denoiser as they are, and the empty prompt with them for classifier-free guidance; encode-prompt knows weights and long texts.")
public final class EncodeText implements Node<EncodeText.In, EncodeText.Out> {

    /** What to encode. */
    public record In(
            @Doc("The text encoder of a model.") TextEncoder encoder,

            @Doc("The prompt; several make a batch, a picture for each.")
            List<String> text,

            @Doc(
                    "What a second text encoder, such as SDXL's, is told instead; one, or one for each prompt. An empty one is the same.")
            Optional<List<String>> text2,

            @Doc(
                    "What a third text encoder, such as the T5 of Stable Diffusion 3, is told instead; one, or one for each prompt. An empty one is the same as the first.")
            Optional<List<String>> text3,

            @Doc("How many of the encoder's last layers to leave out; 0 for most models.")
            @Range(min = 0, max = 64)
            @Default("0")
            int clipSkip) {
        public In {
            requireMatch("text2", text, text2);
            requireMatch("text3", text, text3);
        }
    }

    /** The encoded prompts. */
    public record Out(@Doc("What a denoiser is told.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < in.text().size(); i++) {
            prompts.add(prompt(in.text().get(i), other(in.text2(), i), other(in.text3(), i), Prompt::plain));
        }
        return new Out(
                withNothing(in.encoder(), in.encoder().encodePrompts(prompts, in.clipSkip(), ctx), in.clipSkip(), ctx));
    }

    static void requireMatch(String input, List<String> texts, Optional<List<String>> others) {
        int count = others.map(List::size).orElse(1);
        if (count != 1 && count != texts.size()) {
            throw new InvalidInputException(
                    input,
                    "There are " + count + " texts for a further encoder and " + texts.size()
                            + " prompts: give one, or one for each.");
        }
    }

    /** What a further encoder is told of the {@code i}-th prompt; empty for the same as the first. */
    static String other(Optional<List<String>> texts, int i) {
        return texts.map(all -> all.get(all.size() == 1 ? 0 : i)).orElse("");
    }

    /** A prompt of texts for up to three encoders; where one is empty, its encoder is told the first. */
    static Prompt prompt(String first, String second, String third, Function<String, Prompt> read) {
        Prompt prompt = read.apply(first);
        if (second.isEmpty() && third.isEmpty()) {
            return prompt;
        }
        return prompt.then(read.apply(second.isEmpty() ? first : second))
                .then(read.apply(third.isEmpty() ? first : third));
    }

    /** With what guidance leads away from if nobody says otherwise, where it does. */
    static Conditioning withNothing(TextEncoder encoder, Conditioning prompts, int skip, RunContext ctx) {
        if (!encoder.leadsAwayFromNothing()) {
            return Unguided.mark(prompts);
        }
        Conditioning nothing = encoder.unconditional(skip, ctx);
        Conditioning each = Conditioning.batch(Collections.nCopies(prompts.batch(), nothing));
        return prompts.with(Conditioning.UNCONDITIONAL, each);
    }
}
