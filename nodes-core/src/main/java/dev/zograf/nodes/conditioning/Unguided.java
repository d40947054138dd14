package dev.zograf.nodes.conditioning;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import java.util.Optional;

/** Marks prompts whose model is told the scale of guidance or needs none, so that there is nothing that they are led away from. */
public final class Unguided {

    private static final Conditioning.Key<Boolean> KEY = new Conditioning.Key<>("unguided", Boolean.class);

    private Unguided() {}

    /** The prompts, marked. */
    public static Conditioning mark(Conditioning prompts) {
        return prompts.mapParts(part -> part.with(KEY, true));
    }

    /**
     * The negative side of a prompt: what is given, or else what an empty prompt gave, or else, if it is marked, the prompt itself, which nothing
     * will look at.
     *
     * @throws InvalidInputException if there is none of them
     */
    public static Conditioning negativeOf(Conditioning positive, Optional<Conditioning> given) {
        return given.or(() -> positive.get(Conditioning.UNCONDITIONAL))
                .or(() -> Optional.of(positive).filter(each -> each.get(KEY).orElse(false)))
                .orElseThrow(() ->
                        new InvalidInputException("negative", "This conditioning needs a negative one; connect it."));
    }
}
