package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workflow of a pipeline as adapters see it that put nodes behind its prompts. */
interface PipelineText {

    /** What both sides of guidance are at the moment, as inputs of a node. */
    String sides();

    /** From now on both sides are those of this node. */
    void sidesFrom(String node);

    /** An input of the workflow. */
    void input(String name, String type);

    /** An output of the workflow. */
    void output(String name, String from);

    /**
     * A node.
     *
     * @param in entries of its inputs, with single quotes for double ones
     */
    void node(String id, String type, String... in);

    /**
     * Pictures of any sizes from the workflow's inputs {@code id_0}, {@code id_1}.
     *
     * @return a list of references to them
     */
    default String pictures(String id, List<Path> files) {
        return pictures(id, files, "none");
    }

    /**
     * The same on a background.
     *
     * @param background as {@code load-image} has it
     */
    default String pictures(String id, List<Path> files, String background) {
        load(id, files, background);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String one = id + "_" + i;
            all.add("{'from': '" + (grey16(files.get(i)) ? whitened(one, files.get(i)) : one) + ".image'}");
        }
        return "[" + String.join(", ", all) + "]";
    }

    private void load(String id, List<Path> files, String background) {
        for (int i = 0; i < files.size(); i++) {
            String one = id + "_" + i;
            input(one, "text");
            node(one, "load-image", "'image': {'from': 'inputs." + one + "'}, 'background': '" + background + "'");
        }
    }

    private static boolean grey16(Path file) {
        return PictureModes.of(file) == PictureModes.GREY16;
    }

    /** A node behind that which loads a grey picture of 16 bits, with what Pillow makes of it in colours. */
    private String whitened(String loaded, Path file) {
        BufferedImage picture = PictureModes.read(file);
        node(
                loaded + "_white",
                "resize-image",
                "'image': {'from': '" + loaded + ".image'}, 'width': " + picture.getWidth() + ", 'height': "
                        + picture.getHeight() + ", 'rounding': 'pillow-grey16'");
        return loaded + "_white";
    }

    /**
     * Control pictures of any sizes as one batch of one size, resized in the modes of their files.
     *
     * @param width of what is painted
     * @param height of what is painted
     * @return where it comes from
     */
    default String hints(String id, List<Path> files, int width, int height) {
        load(id, files, "none");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String one = id + "_" + i;
            PictureModes mode = PictureModes.of(files.get(i));
            node(
                    one + "_fit",
                    "resize-image",
                    "'image': {'from': '" + one + ".image'}, 'width': " + width + ", 'height': " + height
                            + ", 'rounding': '" + (mode == PictureModes.GREY16 ? "pillow-grey16" : "pillow") + "'"
                            + (mode == PictureModes.NEAREST ? ", 'filter': 'nearest'" : "")
                            + (mode == PictureModes.TRANSPARENT
                                    ? ", 'transparent': {'from': '" + one + ".mask'}"
                                    : ""));
            all.add("{'from': '" + one + "_fit.image'}");
        }
        node(id, "batch-images", "'images': [" + String.join(", ", all) + "]");
        return id + ".image";
    }

    /**
     * The same as one batch, for pictures of one size.
     *
     * @return where it comes from
     */
    default String batch(String id, List<Path> files) {
        node(id, "batch-images", "'images': " + pictures(id, files));
        return id + ".image";
    }

    /** Each of several prompts for all that is painted for it; one prompt serves all latents. */
    static List<String> forEachLatent(Config call, List<String> prompts) {
        int times = prompts.size() == 1 ? 1 : call.integer("num_images_per_prompt", 1);
        return prompts.stream()
                .flatMap(prompt -> Collections.nCopies(times, prompt).stream())
                .toList();
    }

    /** As many of these latents as are painted. */
    static String repeated(PipelineText workflow, String latent, Config call, int prompts, int pictures) {
        int times = prompts * call.integer("num_images_per_prompt", 1) / pictures;
        if (times <= 1) {
            return latent;
        }
        workflow.node("repeated", "repeat-latent", "'latent': {'from': '" + latent + "'}, 'times': " + times);
        return "repeated.latent";
    }

    /** The inputs of {@link #pictures}. */
    static Map<String, Object> inputs(String id, List<Path> files) {
        Map<String, Object> out = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            out.put(id + "_" + i, files.get(i));
        }
        return out;
    }
}
