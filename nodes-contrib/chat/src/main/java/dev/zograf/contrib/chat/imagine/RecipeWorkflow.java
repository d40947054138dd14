package dev.zograf.contrib.chat.imagine;

import dev.zograf.contrib.chat.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The workflow of a recipe. Each picture has a branch of its own, so that one of four has the same numbers as the same one alone; they
 * share the model and the prompts. Pictures are saved as {@code picture-1.png} and on, several of them also on one {@code sheet.png}.
 */
final class RecipeWorkflow {

    static final String SHEET = "sheet.png";

    private final Recipe recipe;
    private final Style style;
    private final Map<String, Object> nodes = new LinkedHashMap<>();

    private RecipeWorkflow(Recipe recipe, Style style) {
        this.recipe = recipe;
        this.style = style;
    }

    /** The name of a picture's file, counted from 0. */
    static String file(int picture) {
        return "picture-" + (picture + 1) + ".png";
    }

    /** The names of the nodes that take steps; what else reports progress is short. */
    static boolean takesSteps(String node) {
        return node.startsWith("sample");
    }

    /**
     * The workflow file.
     *
     * @param safety the model whose checker looks at the pictures, if any; whether it flagged some is the output {@code flagged}
     */
    static String json(Recipe recipe, Style style, Optional<String> safety) {
        return new RecipeWorkflow(recipe, style).write(safety);
    }

    private String write(Optional<String> safety) {
        node("model", "load-model@1", Map.of("model", style.model()));
        node("prompt", "encode-text@1", Map.of("encoder", from("model.text"), "text", recipe.prompt()));
        node("negative", "encode-text@1", Map.of("encoder", from("model.text"), "text", recipe.negative()));
        if (recipe.width() > 0 && recipe.height() > 0) {
            node(
                    "latent",
                    "empty-latent@1",
                    Map.of("model", from("model.denoiser"), "width", recipe.width(), "height", recipe.height()));
        }
        network("enlarger", style.enlarge());
        network("upscaler", style.upscaler().filter(name -> recipe.upscaled()));
        List<Object> images = new ArrayList<>();
        for (int i = 0; i < recipe.pictures().size(); i++) {
            images.add(picture(i));
        }
        Map<String, Object> outputs = new LinkedHashMap<>();
        if (safety.isPresent()) {
            node("safety", "check-safety@1", Map.of("model", safety.get(), "images", List.copyOf(images)));
            for (int i = 0; i < images.size(); i++) {
                node("safe" + i, "list-item@1", Map.of("values", from("safety.images"), "index", i));
                images.set(i, from("safe" + i + ".value"));
            }
            outputs.put("flagged", from("safety.any"));
        }
        for (int i = 0; i < images.size(); i++) {
            node("save" + i, "save-image@1", Map.of("image", images.get(i), "name", file(i)));
            outputs.put("picture" + i, images.get(i));
        }
        if (images.size() > 1) {
            node("sheet", "contact-sheet@1", Map.of("images", images, "columns", 2, "gap", 8));
            node("save-sheet", "save-image@1", Map.of("image", from("sheet.image"), "name", SHEET));
        }
        Map<String, Object> workflow = new LinkedHashMap<>();
        workflow.put("zograf", 1);
        workflow.put("title", recipe.upscaled() ? "Upscale" : "Imagine");
        workflow.put("nodes", nodes);
        workflow.put("outputs", outputs);
        return JsonText.write(workflow);
    }

    /** The nodes of one picture; gives where it comes out. */
    private Map<String, Object> picture(int i) {
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("model", from("model.denoiser"));
        sample.put("positive", from("prompt.conditioning"));
        sample.put("negative", from("negative.conditioning"));
        if (nodes.containsKey("latent")) {
            sample.put("latent", from("latent.latent"));
        }
        List<Long> seeds = recipe.pictures().get(i);
        if (seeds.size() == 1) {
            sample.put("seed", seeds.get(0));
        } else {
            sample.put("noise", noise(i, seeds));
        }
        sample.put("steps", recipe.steps());
        sample.put("cfg", recipe.cfg());
        node("sample" + i, "sample@1", sample);
        node("decode" + i, "decode@1", Map.of("vae", from("model.vae"), "latent", from("sample" + i + ".latent")));
        String last = larger("enlarger", "enlarge" + i, "decode" + i);
        return from(larger("upscaler", "upscale" + i, last) + ".image");
    }

    /** Noise that goes a part of the way from the first seed's to the second's, then of that to the third's, and so on. */
    private Map<String, Object> noise(int i, List<Long> seeds) {
        String last = "noise" + i + "-0";
        node(last, "noise@1", Map.of("seed", seeds.get(0)));
        for (int k = 1; k < seeds.size(); k++) {
            String other = "noise" + i + "-" + k;
            String mixed = "mixed" + i + "-" + k;
            node(other, "noise@1", Map.of("seed", seeds.get(k)));
            node(
                    mixed,
                    "variation-noise@1",
                    Map.of(
                            "noise",
                            from(last + ".noise"),
                            "variation",
                            from(other + ".noise"),
                            "strength",
                            recipe.variation()));
            last = mixed;
        }
        return from(last + ".noise");
    }

    private void network(String id, Optional<String> name) {
        name.ifPresent(network -> node(id, "load-upscaler@1", Map.of("model", network)));
    }

    private String larger(String network, String id, String before) {
        if (!nodes.containsKey(network)) {
            return before;
        }
        node(id, "upscale@1", Map.of("upscaler", from(network + ".upscaler"), "image", from(before + ".image")));
        return id;
    }

    private void node(String id, String type, Map<String, Object> in) {
        nodes.put(id, Map.of("type", type, "in", in));
    }

    private static Map<String, Object> from(String place) {
        return Map.of("from", place);
    }
}
