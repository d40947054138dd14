package dev.zograf.nodes.prompt;

import dev.zograf.api.value.Conditioning;
import java.util.Optional;

/** How a family's denoiser is told what CLIP and T5 say. */
public interface TextJoin {

    /** Which text of a prompt CLIP's first network here is told, from 0. */
    int clipText();

    /** Which text of a prompt T5 is told, from 0. */
    int t5Text();

    /** A text without weights as T5 is told it. */
    default String plain(String text) {
        return text;
    }

    /** Whether an empty prompt is what guidance leads away from. */
    boolean leadsAwayFromNothing();

    /**
     * What a denoiser is told.
     *
     * @param batch how many prompts there are
     * @param clip what CLIP says, with the pooled texts, if it was asked
     * @param t5 what T5 says, with a mask if it has one, if it was asked
     * @param zeros how many tokens of zeros stand in T5's place if it was not asked
     */
    Conditioning of(int batch, Optional<Conditioning> clip, Optional<Conditioning> t5, int zeros);
}
