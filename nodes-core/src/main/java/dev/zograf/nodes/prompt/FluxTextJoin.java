package dev.zograf.nodes.prompt;

import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/** FLUX.1: T5's encodings, and the pooled text of CLIP-L. */
public record FluxTextJoin() implements TextJoin {

    @Override
    public int clipText() {
        return 0;
    }

    @Override
    public int t5Text() {
        return 1;
    }

    @Override
    public boolean leadsAwayFromNothing() {
        return false;
    }

    @Override
    public Conditioning of(int batch, Optional<Conditioning> clip, Optional<Conditioning> t5, int zeros) {
        FloatTensor pooled = clip.flatMap(each -> each.get(Conditioning.POOLED)).orElseThrow();
        return t5.orElseThrow().with(Conditioning.POOLED, pooled);
    }
}
