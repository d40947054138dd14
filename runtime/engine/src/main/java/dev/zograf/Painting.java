package dev.zograf;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.runtime.json.JsonText;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The usual workflow without a file: a picture after a prompt, from nothing or over a picture that there is.
 * {@code zograf.run(zograf.read(Painting.of("a red apple").seed(1))).image("image")} paints one; the output is always called
 * {@code image}. It is made of the nodes that ship ({@code zograf-nodes-core}). Immutable.
 */
public final class Painting {

    /** The model that ships, and how closely it should follow a prompt. */
    private static final String DEFAULT_MODEL = "emoji";

    private static final double DEFAULT_MODEL_CFG = 4;

    private final Map<String, Object> values;

    private Painting(Map<String, Object> values) {
        this.values = values;
    }

    /** A picture of what the prompt says, by the model that ships, in its own size, with another seed each time. */
    public static Painting of(String prompt) {
        return new Painting(Map.of("prompt", prompt));
    }

    private Painting with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Painting(more);
    }

    /** Another prompt, all else the same. */
    public Painting prompt(String prompt) {
        return with("prompt", prompt);
    }

    /** Which model: a name in the model folders, or a path. */
    public Painting model(String name) {
        return with("model", name);
    }

    /** What to keep away from. */
    public Painting negative(String prompt) {
        return with("negative", prompt);
    }

    /** The same seed gives the same picture. */
    public Painting seed(long seed) {
        return with("seed", seed);
    }

    /** How many steps from noise to picture, from 1 to 1000; the default is the sampler node's. */
    public Painting steps(int steps) {
        return with("steps", steps);
    }

    /** How strongly the prompt is followed, from 0 to 100; 1 switches guidance off and halves the time. */
    public Painting cfg(double cfg) {
        return with("cfg", cfg);
    }

    /** Pixels in a row and rows, multiples of 8. A picture to paint over is brought to this size. */
    public Painting size(int width, int height) {
        return with("width", width).with("height", height);
    }

    /** How many pictures at once, from 1 to 256; not together with a picture to paint over. */
    public Painting count(int pictures) {
        return with("batch", pictures);
    }

    /** Which network enlarges the result; by default none. */
    public Painting upscaler(String name) {
        return with("upscaler", name);
    }

    /**
     * Paints over a picture instead of from nothing.
     *
     * @param strength 0 keeps the picture, 1 forgets it
     */
    public Painting over(BufferedImage picture, double strength) {
        return with("image", Image.of(picture)).with("strength", strength);
    }

    /**
     * Paints over a part of the picture only.
     *
     * @param mask as large as the result: repainted where it is transparent or, if nothing of it is, where it is light
     */
    public Painting within(BufferedImage mask) {
        return with("mask", mask(mask));
    }

    private static Mask mask(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] argb = picture.getRGB(0, 0, width, height, null, 0, width);
        boolean transparent = false;
        for (int pixel : argb) {
            transparent |= pixel >>> 24 < 255;
        }
        float[] out = new float[argb.length];
        for (int i = 0; i < out.length; i++) {
            int light = (argb[i] >> 16 & 255) + (argb[i] >> 8 & 255) + (argb[i] & 255);
            out[i] = transparent ? 1 - (argb[i] >>> 24) / 255f : light / 765f;
        }
        return Mask.of(FloatTensor.wrap(out, 1, height, width));
    }

    /** The workflow with all inputs set; a seed is drawn if none is given. */
    Workflow read(Zograf zograf) {
        if (values.containsKey("image") && values.containsKey("batch")) {
            throw new IllegalArgumentException("A picture is painted over one at a time; leave the count out.");
        }
        if (values.containsKey("mask") && !values.containsKey("image")) {
            throw new IllegalArgumentException("A mask needs a picture to paint over.");
        }
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putIfAbsent("seed", (long) ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        all.putIfAbsent("negative", "");
        if (all.putIfAbsent("model", DEFAULT_MODEL) == null || DEFAULT_MODEL.equals(all.get("model"))) {
            all.putIfAbsent("cfg", DEFAULT_MODEL_CFG);
        }
        Workflow workflow = zograf.read(JsonText.write(Map.of(
                "zograf", 1, "title", "Paint", "inputs", inputs(all), "nodes", nodes(all), "outputs", outputs(all))));
        for (Map.Entry<String, Object> input : all.entrySet()) {
            workflow = workflow.with(input.getKey(), input.getValue());
        }
        return workflow;
    }

    private static Map<String, Object> inputs(Map<String, Object> all) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        all.forEach((name, value) -> inputs.put(name, Map.of("type", type(value))));
        return inputs;
    }

    private static String type(Object value) {
        if (value instanceof Image) {
            return "image";
        }
        if (value instanceof Mask) {
            return "mask";
        }
        return value instanceof String ? "text" : value instanceof Double ? "number" : "integer";
    }

    private static Map<String, Object> nodes(Map<String, Object> all) {
        Map<String, Object> nodes = new LinkedHashMap<>();
        put(nodes, "model", "load-model@1", all, "model", "inputs.model");
        put(nodes, "prompt", "encode-text@1", all, "encoder", "model.text", "text", "inputs.prompt");
        put(nodes, "negative", "encode-text@1", all, "encoder", "model.text", "text", "inputs.negative");
        Map<String, Object> sample =
                put(nodes, "sample", "sample@1", all, "model", "model.denoiser", "latent", latent(nodes, all));
        sample.putAll(links(all, "positive", "prompt.conditioning", "negative", "negative.conditioning"));
        sample.putAll(links(all, "seed", "inputs.seed", "steps", "inputs.steps", "cfg", "inputs.cfg"));
        sample.putAll(links(all, "strength", "inputs.strength"));
        put(nodes, "decode", "decode@1", all, "vae", "model.vae", "latent", "sample.latent");
        if (all.containsKey("upscaler")) {
            put(nodes, "upscaler", "load-upscaler@1", all, "model", "inputs.upscaler");
            put(nodes, "upscale", "upscale@1", all, "upscaler", "upscaler.upscaler", "image", "decode.image");
        }
        return nodes;
    }

    /** The nodes before sampling; gives the last one's output. */
    private static String latent(Map<String, Object> nodes, Map<String, Object> all) {
        if (!all.containsKey("image")) {
            put(nodes, "latent", "empty-latent@1", all, "model", "model.denoiser", "width", "inputs.width")
                    .putAll(links(all, "height", "inputs.height", "batch", "inputs.batch"));
            return "latent.latent";
        }
        String image = "inputs.image";
        if (all.containsKey("width")) {
            put(nodes, "resize", "resize-image@1", all, "image", image, "width", "inputs.width")
                    .putAll(links(all, "height", "inputs.height"));
            image = "resize.image";
        }
        put(nodes, "encode", "encode@1", all, "vae", "model.vae", "image", image);
        if (!all.containsKey("mask")) {
            return "encode.latent";
        }
        put(nodes, "masked", "set-mask@1", all, "latent", "encode.latent", "mask", "inputs.mask");
        return "masked.latent";
    }

    private static Map<String, Object> outputs(Map<String, Object> all) {
        return Map.of("image", Map.of("from", all.containsKey("upscaler") ? "upscale.image" : "decode.image"));
    }

    private static Map<String, Object> put(
            Map<String, Object> nodes, String id, String type, Map<String, Object> all, String... links) {
        Map<String, Object> in = links(all, links);
        nodes.put(id, Map.of("type", type, "in", in));
        return in;
    }

    /** Names of inputs and where they come from, in turn, without those for which there is no value. */
    private static Map<String, Object> links(Map<String, Object> all, String... links) {
        Map<String, Object> in = new LinkedHashMap<>();
        for (int i = 0; i < links.length; i += 2) {
            String from = links[i + 1];
            if (!from.startsWith("inputs.") || all.containsKey(from.substring("inputs.".length()))) {
                in.put(links[i], Map.of("from", from));
            }
        }
        return in;
    }
}
