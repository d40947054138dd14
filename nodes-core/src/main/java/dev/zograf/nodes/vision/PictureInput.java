package dev.zograf.nodes.vision;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.image.PillowResize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How pictures are made ready for an image encoder: 8 bits a channel, resized, cropped from the middle, normalised; to the bit as the
 * Pillow processors of transformers do it, and open_clip.
 *
 * @param filter how pixels are interpolated, or empty to keep the size
 * @param shortest the new length of the shorter side, 0 if both are given; below 0 that of the longer one, negated
 * @param width of the resized picture if {@code shortest} is 0
 * @param height of the resized picture if {@code shortest} is 0
 * @param crop width and height of the middle that is kept; 0 keeps all
 * @param openClip whether a middle between two pixels is rounded as open_clip does it, to the even one, else down
 * @param fill the level around a picture that is smaller than what is kept of it
 * @param factor that turns levels of 0 to 255 into what is normalised
 */
record PictureInput(
        Optional<PillowResize> filter,
        int shortest,
        int width,
        int height,
        List<Integer> crop,
        boolean openClip,
        int fill,
        double factor,
        List<Double> mean,
        List<Double> deviation) {

    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);
    private static final int MAX_SIDE = 4096;

    /** By PIL's numbers of filters. */
    private static final Map<Integer, PillowResize> FILTERS = Map.of(
            0, PillowResize.NEAREST,
            1, PillowResize.LANCZOS,
            2, PillowResize.BILINEAR,
            3, PillowResize.BICUBIC,
            4, PillowResize.BOX,
            5, PillowResize.HAMMING);

    /** As CLIP was published, for pictures of that side. */
    static PictureInput clip(int side) {
        return new PictureInput(
                Optional.of(PillowResize.BICUBIC),
                side,
                0,
                0,
                List.of(side, side),
                false,
                0,
                1 / 255.0,
                CLIP_MEAN,
                CLIP_DEVIATION);
    }

    /**
     * From a {@code preprocessor_config.json}.
     *
     * @param side of the pictures that the network takes
     * @throws BadFileException if a value is not supported
     */
    static PictureInput of(Config config, int side) {
        Config size = sides(config, "size", side, "shortest_edge");
        boolean crops = config.flag("do_center_crop", true);
        Config crop = sides(config, "crop_size", side, "height");
        int resample = config.integer("resample", 3);
        if (!FILTERS.containsKey(resample)) {
            throw new BadFileException(
                    config.file(), "\"resample\": " + resample + " is not supported; supported are 0 to 5.");
        }
        int height = crop.integer("height", side);
        int width = crop.integer("width", height);
        if (crops && (height != side || width != side)) {
            throw new BadFileException(
                    config.file(),
                    "\"crop_size\": this makes pictures of " + width + "x" + height + ", but the image encoder takes "
                            + side + "x" + side + ".");
        }
        return new PictureInput(
                config.flag("do_resize", true) ? Optional.of(FILTERS.get(resample)) : Optional.empty(),
                checked(config, size.integer("shortest_edge", 0)),
                checked(config, size.integer("width", side)),
                checked(config, size.integer("height", side)),
                crops ? List.of(width, height) : List.of(0, 0),
                false,
                0,
                config.flag("do_rescale", true) ? config.number("rescale_factor", 1 / 255.0) : 1,
                config.flag("do_normalize", true) ? colours(config, "image_mean", CLIP_MEAN) : List.of(0., 0., 0.),
                config.flag("do_normalize", true) ? colours(config, "image_std", CLIP_DEVIATION) : List.of(1., 1., 1.));
    }

    /** From the {@code preprocess_cfg} of an {@code open_clip_config.json}. */
    static PictureInput ofOpenClip(Config config, int side) {
        String mode = config.text("resize_mode", "shortest");
        String filter = config.text("interpolation", "bicubic");
        if (!List.of("shortest", "longest", "squash").contains(mode)
                || !List.of("bicubic", "bilinear").contains(filter)) {
            throw new BadFileException(
                    config.file(),
                    "\"resize_mode\": " + mode + " with \"interpolation\": " + filter
                            + " is not supported; supported are shortest, longest and squash with bicubic and bilinear.");
        }
        return new PictureInput(
                Optional.of(filter.equals("bicubic") ? PillowResize.BICUBIC : PillowResize.BILINEAR),
                mode.equals("squash") ? 0 : mode.equals("shortest") ? side : -side,
                side,
                side,
                List.of(side, side),
                true,
                config.integer("fill_color", 0),
                1 / 255.0,
                colours(config, "mean", CLIP_MEAN),
                colours(config, "std", CLIP_DEVIATION));
    }

    /** A size is a number, or an object with sides. */
    private static Config sides(Config config, String name, int side, String ofNumber) {
        Object value = config.raw(name).orElse(side);
        return value instanceof Number
                ? Config.of(config.file() + " " + name, Map.of(ofNumber, value))
                : config.object(name).orElseThrow();
    }

    private static int checked(Config config, int side) {
        if (side < 0 || side > MAX_SIDE) {
            throw new BadFileException(config.file(), "A picture of " + side + " pixels is not supported.");
        }
        return side;
    }

    private static List<Double> colours(Config config, String name, List<Double> otherwise) {
        List<Double> values = config.has(name) ? config.numbers(name) : otherwise;
        if (values.size() != 3) {
            throw new BadFileException(config.file(), "\"" + name + "\" has " + values.size() + " entries, not 3.");
        }
        return values;
    }

    /** Pictures of any size as numbers {@code [batch, 3, height, width]}. */
    FloatTensor of(Image image) {
        List<FloatTensor> out = new ArrayList<>();
        for (Image picture : image.split()) {
            out.add(one(picture));
        }
        return FloatTensor.concat(0, out);
    }

    private FloatTensor one(Image picture) {
        int w = picture.width();
        int h = picture.height();
        int toW = w;
        int toH = h;
        int[] levels = levels(picture.pixels());
        if (filter.isPresent()) {
            toW = side(w, h, width);
            toH = side(h, w, height);
            levels = filter.get().resize(levels, 3, w, h, toW, toH);
        }
        int cropW = crop.get(0) == 0 ? toW : crop.get(0);
        int cropH = crop.get(1) == 0 ? toH : crop.get(1);
        int left = middle(toW - cropW);
        int top = middle(toH - cropH);
        float[] out = new float[3 * cropW * cropH];
        for (int c = 0; c < 3; c++) {
            float centre = mean.get(c).floatValue();
            float width = deviation.get(c).floatValue();
            for (int y = 0; y < cropH; y++) {
                for (int x = 0; x < cropW; x++) {
                    boolean inside = y + top >= 0 && y + top < toH && x + left >= 0 && x + left < toW;
                    int level = inside ? levels[(c * toH + y + top) * toW + x + left] : fill;
                    out[(c * cropH + y) * cropW + x] = ((float) (level * factor) - centre) / width;
                }
            }
        }
        return FloatTensor.wrap(out, 1, 3, cropH, cropW);
    }

    /** The new length of a side beside another. */
    private int side(int side, int other, int given) {
        if (shortest > 0) {
            return side <= other ? shortest : (int) ((double) shortest * side / other);
        }
        double longest = Math.max(side, other) / (double) -shortest;
        return shortest == 0 ? given : Math.max(1, (int) Math.rint(side / longest));
    }

    private int middle(int rest) {
        if (!openClip) {
            return Math.floorDiv(rest, 2);
        }
        return rest < 0 ? rest / 2 : (int) Math.rint(rest / 2.0);
    }

    private static int[] levels(FloatTensor pixels) {
        int[] out = new int[pixels.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) Math.rint(255f * Math.min(Math.max(pixels.at(i), 0f), 1f));
        }
        return out;
    }
}
