package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.tensor.GraphEdit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A ControlNet with its picture. What does not depend on the step is computed once for a latent's size. */
final class ControlNetPatch implements NetworkPatch {

    private final ControlNetModel model;
    private final Image image;
    private final float[] factors;
    private final ControlRange range;
    private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();

    /** What the network is fed, for a latent of this size. */
    private record Seen(int batch, int height, int width, Map<String, HostTensor> inputs) {

        boolean fits(int[] shape) {
            return batch == shape[0] && height == shape[2] && width == shape[3];
        }
    }

    /** @param factors of the residuals, that of the middle last */
    ControlNetPatch(ControlNetModel model, Image image, float[] factors, ControlRange range) {
        this.model = model;
        this.image = image;
        this.factors = factors;
        this.range = range;
    }

    @Override
    public GraphEdit edit() {
        return model.edit();
    }

    @Override
    public boolean isActive(Moment moment) {
        return range.includes(moment);
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        int[] shape = evaluation.shape();
        Seen now = seen.get();
        if (now == null || !now.fits(shape)) {
            now = new Seen(shape[0], shape[2], shape[3], look(shape));
            seen.set(now);
        }
        return now.inputs;
    }

    private Map<String, HostTensor> look(int[] shape) {
        int batch = shape[0];
        requireFor(image, batch);
        return Map.of(
                "condition", model.condition(image, shape[2], shape[3]).repeatTo(batch),
                "strength", FloatTensor.of(factors, 1, factors.length).repeatTo(batch));
    }

    /** One picture for all latents, or one for each. */
    static void requireFor(Image image, int batch) {
        if (batch % image.batch() != 0) {
            throw new InvalidInputException(
                    "image",
                    "There are " + image.batch() + " control pictures for " + batch
                            + " latents: give one picture, or one for each.");
        }
    }
}
