package dev.zograf.nodes.control;

import dev.zograf.api.model.Denoiser;
import dev.zograf.models.FluxReferenceEdit;
import dev.zograf.models.QwenImageReferenceEdit;
import dev.zograf.models.ReferenceEdit;
import java.util.function.IntFunction;

/** Families of models that look at pictures while they paint; each takes them to be at other places. */
enum ReferenceFamily {
    /** FLUX.1 Kontext. */
    FLUX(FluxReferenceEdit::new),

    /** Qwen-Image-Edit. */
    QWEN_IMAGE(QwenImageReferenceEdit::new);

    private static final String NETWORK = "transformer";

    /** What only the network of Qwen-Image has. */
    private static final String QWEN_SIGN = "transformer_blocks.0.img_mod";

    private final IntFunction<ReferenceEdit> edit;

    ReferenceFamily(IntFunction<ReferenceEdit> edit) {
        this.edit = edit;
    }

    /** That of a model, told by its network. Of others than these it is FLUX, whose edit refuses them by name. */
    static ReferenceFamily of(Denoiser model) {
        boolean qwen =
                model.networks().contains(NETWORK) && model.weights(NETWORK).has(QWEN_SIGN);
        return qwen ? QWEN_IMAGE : FLUX;
    }

    /** How so many pictures are shown. */
    ReferenceEdit edit(int count) {
        return edit.apply(count);
    }
}
