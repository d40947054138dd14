package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.ControlHint;
import dev.zograf.models.ControlNet;
import dev.zograf.models.ControlNetCondition;
import dev.zograf.models.ControlUnion;
import dev.zograf.tensor.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pictures through convolutions of the ControlNet's own: those of Stable Diffusion 1, 2 and XL. */
final class PixelSight implements ControlSight {

    private final ControlHint hint;
    private final Optional<ControlUnion> union;
    private final Network plain;
    private final Optional<Network> ofKinds;

    PixelSight(ControlHint hint, Optional<ControlUnion> union, Weights weights, Networks networks) {
        this.hint = hint;
        this.union = union;
        this.plain = networks.compile(new ControlNetCondition(hint, Optional.empty()), weights);
        this.ofKinds = union.map(some -> networks.compile(new ControlNetCondition(hint, Optional.of(some)), weights));
    }

    @Override
    public FloatTensor condition(ControlPicture picture, ControlKind kind, int height, int width, Optional<Vae> vae) {
        FloatTensor fitted = pixels(picture, height, width);
        Map<String, FloatTensor> inputs = new HashMap<>(Map.of("image", fitted));
        Network network = plain;
        if (kind.isTold()) {
            network = ofKinds.orElseThrow();
            inputs.put(ControlNet.KIND, told(kind).repeatTo(fitted.dim(0)));
        }
        return network.run(inputs, "condition", Cancellation.never());
    }

    /** The picture in the size that goes with a latent. */
    FloatTensor pixels(ControlPicture picture, int height, int width) {
        return picture.pixels(height * hint.factor(), width * hint.factor());
    }

    @Override
    public boolean needsVae() {
        return false;
    }

    @Override
    public int kinds() {
        return union.map(ControlUnion::kinds).orElse(0);
    }

    @Override
    public FloatTensor told(ControlKind kind) {
        return kind.told(kinds());
    }

    @Override
    public void require(ControlKind kind) {
        if (kind.isTold() && kind.index() >= kinds()) {
            throw new InvalidInputException(
                    "kind",
                    "This ControlNet Union knows " + kinds() + " kinds of pictures, which are "
                            + ControlKind.names(kinds()) + ".");
        }
    }
}
