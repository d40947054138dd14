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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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

            @Doc("How many of the encoder's last layers to leave out; 0 for most models.")
            @Range(min = 0, max = 64)
            @Default("0")
            int clipSkip) {
        public In {
            requireMatch(text, text2);
        }
    }

    /** The encoded prompts. */
    public record Out(@Doc("What a denoiser is told.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < in.text().size(); i++) {
            Prompt first = Prompt.plain(in.text().get(i));
            String second = second(in.text2(), i);
            prompts.add(second.isEmpty() ? first : first.then(Prompt.plain(second)));
        }
        return new Out(
                withNothing(in.encoder(), in.encoder().encodePrompts(prompts, in.clipSkip(), ctx), in.clipSkip(), ctx));
    }

    static void requireMatch(List<String> texts, Optional<List<String>> second) {
        int count = second.map(List::size).orElse(1);
        if (count != 1 && count != texts.size()) {
            throw new InvalidInputException(
                    "text2",
                    "There are " + count + " texts for the second encoder and " + texts.size()
                            + " prompts: give one, or one for each.");
        }
    }

    /** What the second encoder is told of the {@code i}-th prompt; empty for the same as the first. */
    static String second(Optional<List<String>> texts, int i) {
        return texts.map(all -> all.get(all.size() == 1 ? 0 : i)).orElse("");
    }

    /** With what guidance leads away from if nobody says otherwise. */
    static Conditioning withNothing(TextEncoder encoder, Conditioning prompts, int skip, RunContext ctx) {
        Conditioning nothing = encoder.unconditional(skip, ctx);
        Conditioning each = Conditioning.batch(Collections.nCopies(prompts.batch(), nothing));
        return prompts.with(Conditioning.UNCONDITIONAL, each);
    }
}
