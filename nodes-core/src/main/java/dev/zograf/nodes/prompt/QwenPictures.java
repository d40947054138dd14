package dev.zograf.nodes.prompt;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Size;
import dev.zograf.models.QwenVision;
import dev.zograf.models.QwenVisionGrid;
import dev.zograf.nodes.image.PillowResize;
import java.util.List;
import java.util.Map;

/**
 * How pictures are made ready for the image tower of Qwen2.5-VL: 8 bits a channel, resized to whole tokens within bounds, normalised, cut into
 * patches; to the bit as the processor that transformers names {@code Qwen2VLImageProcessorPil}. That is what diffusers' pipelines use where
 * torchvision is not installed; where it is, transformers resizes by PyTorch instead, which gives up to 1 % of all levels other than
 * Pillow's, by 1 or 2 of 255.
 *
 * @param least how many pixels a picture has at least
 * @param most how many it has at most
 * @param factor that turns levels of 0 to 255 into what is normalised
 */
record QwenPictures(QwenVision tower, long least, long most, double factor, List<Double> mean, List<Double> deviation) {

    /** How many times as long as the other a side may be, as transformers has it. */
    private static final double NARROWEST = 200;

    private static final int BICUBIC = 3;
    private static final int LEAST = 56 * 56;
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

    /** As Qwen2.5-VL was published. */
    static QwenPictures published(QwenVision tower) {
        return new QwenPictures(tower, LEAST, 28L * 28 * 16384, 1 / 255.0, CLIP_MEAN, CLIP_DEVIATION);
    }

    /**
     * From a {@code preprocessor_config.json}.
     *
     * @throws BadFileException if a value is not supported, or contradicts the tower
     */
    static QwenPictures of(Config config, QwenVision tower) {
        only(config, "patch_size", tower.patch());
        only(config, "merge_size", tower.merge());
        only(config, "temporal_patch_size", tower.frames());
        if (config.integer("resample", BICUBIC) != BICUBIC) {
            throw new BadFileException(
                    config.file(),
                    "\"resample\": " + config.integer("resample") + " is not supported; supported is " + BICUBIC
                            + ", BICUBIC.");
        }
        for (String done : List.of("do_resize", "do_rescale", "do_normalize")) {
            if (!config.flag(done, true)) {
                throw new BadFileException(config.file(), "\"" + done + "\": false is not supported.");
            }
        }
        Config size = config.object("size").orElseGet(() -> Config.of(config.file(), Map.of()));
        long least = bound(config, "min_pixels", size, "shortest_edge", LEAST);
        long most = bound(config, "max_pixels", size, "longest_edge", 28 * 28 * 1280);
        if (most < least) {
            throw new BadFileException(
                    config.file(), "No picture has at least " + least + " and at most " + most + " pixels.");
        }
        return new QwenPictures(
                tower,
                least,
                most,
                config.number("rescale_factor", 1 / 255.0),
                colours(config, "image_mean", CLIP_MEAN),
                colours(config, "image_std", CLIP_DEVIATION));
    }

    private static void only(Config config, String name, int value) {
        if (config.integer(name, value) != value) {
            throw new BadFileException(
                    config.file(),
                    "\"" + name + "\": " + config.integer(name) + " does not go with the image tower, which has "
                            + value + ".");
        }
    }

    private static long bound(Config config, String name, Config size, String other, int otherwise) {
        int value = config.integer(name, size.integer(other, otherwise));
        if (value < 1) {
            throw new BadFileException(config.file(), "\"" + name + "\" is " + value + ", and has to be above 0.");
        }
        return value;
    }

    private static List<Double> colours(Config config, String name, List<Double> otherwise) {
        List<Double> values = config.has(name) ? config.numbers(name) : otherwise;
        if (values.size() != 3) {
            throw new BadFileException(config.file(), "\"" + name + "\" has " + values.size() + " entries, not 3.");
        }
        return values;
    }

    /**
     * The size that a picture gets.
     *
     * @throws InvalidInputException if it is too narrow
     */
    Size size(int width, int height) {
        if ((double) Math.max(width, height) / Math.min(width, height) > NARROWEST) {
            throw new InvalidInputException(
                    "image",
                    "The picture of " + width + "x" + height
                            + " is too narrow for the text encoder: one side may be up to " + (int) NARROWEST
                            + " times the other. Crop it.");
        }
        int token = tower.patch() * tower.merge();
        long w = Math.round(Math.rint((double) width / token)) * token;
        long h = Math.round(Math.rint((double) height / token)) * token;
        double pixels = (double) width * height;
        if (w * h > most) {
            double shrink = Math.sqrt(pixels / most);
            w = Math.max(token, (long) Math.floor(width / shrink / token) * token);
            h = Math.max(token, (long) Math.floor(height / shrink / token) * token);
        } else if (w * h < least) {
            double grow = Math.sqrt(least / pixels);
            w = (long) Math.ceil(width * grow / token) * token;
            h = (long) Math.ceil(height * grow / token) * token;
        }
        return Size.of((int) w, (int) h);
    }

    /** The patches of a picture of that size. */
    QwenVisionGrid grid(Size size) {
        return tower.grid(size.height() / tower.patch(), size.width() / tower.patch());
    }

    /**
     * A picture's patches, {@code [1, patches, 3 * patch * patch]}.
     *
     * @param picture one, of any size
     */
    FloatTensor patches(Image picture) {
        Size size = size(picture.width(), picture.height());
        FloatTensor pixels = PillowResize.BICUBIC
                .resize(picture, size.width(), size.height())
                .pixels();
        QwenVisionGrid grid = grid(size);
        int side = tower.patch();
        int area = size.width() * size.height();
        float[] out = new float[3 * area];
        for (int c = 0; c < 3; c++) {
            float centre = mean.get(c).floatValue();
            float spread = deviation.get(c).floatValue();
            for (int y = 0; y < size.height(); y++) {
                for (int x = 0; x < size.width(); x++) {
                    float value = pixels.at(c * area + y * size.width() + x);
                    double level = Math.rint(255f * Math.min(Math.max(value, 0f), 1f));
                    int patch = grid.patch(y / side, x / side);
                    int at = ((patch * 3 + c) * side + y % side) * side + x % side;
                    out[at] = ((float) (level * factor) - centre) / spread;
                }
            }
        }
        return FloatTensor.wrap(out, 1, grid.patches(), 3 * side * side);
    }
}
