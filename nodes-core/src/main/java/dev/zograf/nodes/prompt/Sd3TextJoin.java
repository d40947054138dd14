package dev.zograf.nodes.prompt;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stable Diffusion 3 (Esser et al. 2024, section 4): the encodings of CLIP-L and CLIP-bigG side by side, filled up with zeros to the width of
 * T5's, which follow as further tokens; the pooled texts of both CLIPs side by side. What is not there is zeros.
 *
 * @param width of the tokens that the denoiser takes
 * @param before how many numbers of a CLIP that is not there stand before the others: CLIP-L's
 * @param behind how many stand behind them: CLIP-bigG's
 */
public record Sd3TextJoin(int width, int before, int behind) implements TextJoin {

    /** Of CLIP-L. */
    public static final int LARGE = 768;

    /** Of CLIP-bigG. */
    public static final int GIANT = 1280;

    /** How many tokens there are if nothing at all is told: those of a CLIP. */
    private static final int TOKENS_OF_NOTHING = 77;

    @Override
    public int clipText() {
        return before > 0 ? 1 : 0;
    }

    @Override
    public int t5Text() {
        return 2;
    }

    @Override
    public boolean leadsAwayFromNothing() {
        return true;
    }

    @Override
    public Conditioning of(int batch, Optional<Conditioning> clip, Optional<Conditioning> t5, int zeros) {
        List<FloatTensor> tokens = new ArrayList<>();
        clip.ifPresent(each -> {
            FloatTensor own = each.tokens();
            int length = own.dim(1);
            int rest = width - before - own.dim(2);
            if (rest < 0) {
                throw new InvalidInputException(
                        "encoder",
                        "CLIP's encodings are " + (before + own.dim(2)) + " wide, more than the " + width
                                + " that the denoiser takes: they are of different models.");
            }
            tokens.add(FloatTensor.concat(
                    2, List.of(FloatTensor.zeros(batch, length, before), own, FloatTensor.zeros(batch, length, rest))));
        });
        t5.ifPresent(each -> tokens.add(each.tokens()));
        if (t5.isEmpty() && zeros > 0) {
            tokens.add(FloatTensor.zeros(batch, zeros, width));
        }
        if (tokens.isEmpty()) {
            tokens.add(FloatTensor.zeros(batch, TOKENS_OF_NOTHING, width));
        }
        return Conditioning.of(FloatTensor.concat(1, tokens)).with(Conditioning.POOLED, pooled(batch, clip));
    }

    private FloatTensor pooled(int batch, Optional<Conditioning> clip) {
        return clip.flatMap(each -> each.get(Conditioning.POOLED))
                .map(own -> FloatTensor.concat(
                        1, List.of(FloatTensor.zeros(batch, before), own, FloatTensor.zeros(batch, behind))))
                .orElseGet(() -> FloatTensor.zeros(batch, LARGE + GIANT));
    }
}
