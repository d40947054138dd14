package dev.zograf.nodes.prompt;

import static java.util.Objects.requireNonNull;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.IntTensor;
import dev.zograf.models.QwenVision;
import dev.zograf.models.QwenVisionGrid;
import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The image tower of a Qwen2.5-VL behind what makes pictures ready for it. It is compiled when the first picture comes. */
public final class QwenSight {

    private final QwenPictures pictures;
    private final QwenVision definition;
    private final Networks networks;
    private final Weights weights;

    private QwenSight(QwenPictures pictures, QwenVision definition, Networks networks, Weights weights) {
        this.pictures = pictures;
        this.definition = definition;
        this.networks = networks;
        this.weights = weights;
    }

    /**
     * A tower.
     *
     * @param preparation a {@code preprocessor_config.json}; without it pictures are made ready as the published network has it
     * @throws dev.zograf.api.BadFileException if the preparation is not supported
     */
    public static QwenSight of(
            QwenVision definition, Optional<Config> preparation, Networks networks, Weights weights) {
        QwenPictures pictures = preparation
                .map(config -> QwenPictures.of(config, definition))
                .orElseGet(() -> QwenPictures.published(definition));
        return new QwenSight(pictures, definition, networks, weights);
    }

    /** What becomes of a picture's patches. */
    QwenVisionGrid grid(Image picture) {
        return pictures.grid(pictures.size(picture.width(), picture.height()));
    }

    /**
     * What stands in the place of a picture's tokens.
     *
     * @param picture one, of any size
     * @return {@code [1, tokens, width of the language model]}
     */
    FloatTensor see(Image picture, Cancellation cancellation) {
        QwenVisionGrid grid = grid(picture);
        int windows = grid.windows();
        int slots = grid.windowPatches();
        Map<String, HostTensor> inputs = Map.of(
                "patches", pictures.patches(picture),
                "places", FloatTensor.wrap(grid.places(), 1, grid.patches(), 2),
                "filling", IntTensor.of(grid.filling(), windows, slots),
                "slots", IntTensor.of(grid.slots(), grid.patches()),
                "empty", FloatTensor.wrap(grid.empty(), windows, slots));
        Map<String, FloatTensor> out = networks.compile(definition, weights).run(inputs, Set.of("out"), cancellation);
        return requireNonNull(out.get("out"));
    }
}
