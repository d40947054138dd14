package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One IP-Adapter with its pictures, or several behind one another, from a case's {@code ip_adapter}. */
final class IpAdapters implements Adapters {

    /** The argument with what CLIP said of pictures before, a tensor for each adapter. */
    static final String EMBEDDINGS = "ip_adapter_image_embeds";

    private final Golden golden;
    private final Config adapter;
    private final List<?> files;
    private final List<List<Path>> pictures;
    private final List<FloatTensor> embeddings;
    private final List<List<Mask>> masks;

    IpAdapters(Golden golden) {
        this.golden = golden;
        adapter = golden.config().object("ip_adapter").orElseThrow();
        files = ControlnetCase.list(adapter.raw("weight_name").orElseThrow());
        embeddings = golden.config().object("call_tensors").flatMap(tensors -> tensors.raw(EMBEDDINGS)).stream()
                .flatMap(names -> ControlnetCase.list(names).stream())
                .map(name -> bothSides(golden.input(String.valueOf(name))))
                .toList();
        pictures = embeddings.isEmpty() ? ControlnetCase.pictures(golden, "ip_adapter_image", files.size()) : List.of();
        masks = new IpMasks(golden).all(files.size());
    }

    /** Without guidance the pipelines are told of the pictures alone; then the other side does not matter. */
    private static FloatTensor bothSides(FloatTensor embedding) {
        return embedding.dim(0) == 1 ? embedding.repeatTo(2) : embedding;
    }

    private Path folder(int k) {
        Path folder = golden.path(each("path", k));
        return adapter.has("subfolder") ? folder.resolve(each("subfolder", k)) : folder;
    }

    /** What there is once for all adapters, or for each. */
    private String each(String name, int k) {
        List<?> all = ControlnetCase.list(adapter.raw(name).orElseThrow());
        return String.valueOf(all.get(Math.min(k, all.size() - 1)));
    }

    private Object scale(int k) {
        List<?> all = ControlnetCase.list(adapter.raw("scale").orElse(1));
        return all.get(Math.min(k, all.size() - 1));
    }

    /** Whether the pipelines, which look at a picture all the same, give it no weight. */
    private boolean isOff(int k) {
        Object scale = scale(k);
        return !(scale instanceof Map<?, ?>)
                && ControlnetCase.list(scale).stream().allMatch(each -> ((Number) each).doubleValue() == 0);
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> out = new HashMap<>();
        out.put("encoder", folder(0).resolve(adapter.text("image_encoder_folder", "image_encoder")));
        for (int k = 0; k < files.size(); k++) {
            out.put("ip_adapter" + k, folder(k).resolve(String.valueOf(files.get(k))));
            if (embeddings.isEmpty()) {
                out.putAll(PipelineText.inputs("ip_image" + k, pictures.get(k)));
            } else {
                out.put("ip_embedding" + k, embeddings.get(k));
            }
            for (int i = 0; i < masks.get(k).size(); i++) {
                out.put("ip_mask" + k + "_" + i, masks.get(k).get(i));
            }
        }
        return out;
    }

    @Override
    public void add(PipelineText workflow) {
        if (embeddings.isEmpty()) {
            workflow.input("encoder", "text");
            workflow.node("encoder", "load-clip-vision", "'model': {'from': 'inputs.encoder'}");
        }
        for (int k = 0; k < files.size(); k++) {
            workflow.input("ip_adapter" + k, "text");
            workflow.node("ip_adapter" + k, "load-ip-adapter", "'adapter': {'from': 'inputs.ip_adapter" + k + "'}");
            workflow.node(
                    "ip" + k,
                    "apply-ip-adapter",
                    workflow.sides() + ", 'adapter': {'from': 'ip_adapter" + k + ".adapter'}" + seen(workflow, k)
                            + masks(workflow, k) + weights(scale(k)));
            workflow.sidesFrom("ip" + k);
        }
    }

    private String seen(PipelineText workflow, int k) {
        if (!embeddings.isEmpty()) {
            workflow.input("ip_embedding" + k, "tensor");
            return ", 'embedding': {'from': 'inputs.ip_embedding" + k + "'}";
        }
        // CLIP's processor lays transparent pictures on white.
        return ", 'encoder': {'from': 'encoder.encoder'}, 'image': "
                + workflow.pictures("ip_image" + k, pictures.get(k), "white");
    }

    private String masks(PipelineText workflow, int k) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < masks.get(k).size(); i++) {
            workflow.input("ip_mask" + k + "_" + i, "mask");
            all.add("{'from': 'inputs.ip_mask" + k + "_" + i + "'}");
        }
        return all.isEmpty() ? "" : ", 'maskFit': 'diffusers', 'mask': [" + String.join(", ", all) + "]";
    }

    /** One number, one for each picture, or some for blocks, where the others get nothing. */
    private static String weights(Object scale) {
        if (scale instanceof Number) {
            return ", 'weight': " + scale;
        }
        if (scale instanceof List<?> each) {
            return ", 'weight': 1, 'shares': " + each;
        }
        List<String> blocks = new ArrayList<>();
        for (String side : List.of("down", "up", "mid")) {
            Object value = ((Map<?, ?>) scale).get(side);
            String name = side + (side.equals("mid") ? "_block" : "_blocks");
            if (value instanceof Map<?, ?> each) {
                each.forEach((block, shares) ->
                        blocks.add(block(name + String.valueOf(block).replace("block_", "."), shares)));
            } else {
                blocks.add(block(name, value == null ? 0 : value));
            }
            if (value instanceof Map<?, ?>) {
                blocks.add(name + "=0");
            }
        }
        return ", 'weight': 1, 'blocks': '" + String.join(", ", blocks) + "'";
    }

    private static String block(String name, Object shares) {
        List<?> all = ControlnetCase.list(shares);
        if (all.size() == 1) {
            return name + "=" + all.get(0);
        }
        List<String> each = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            each.add(name + ".attentions." + i + "=" + all.get(i));
        }
        return each.stream().collect(Collectors.joining(", "));
    }

    /** What CLIP and the adapters were fed, which the original has with the negative side first; of what has no weight nothing is made. */
    @Override
    public void compare(Sd15Comparison comparison, Outputs outputs) {
        List<Integer> on =
                IntStream.range(0, files.size()).filter(k -> !isOff(k)).boxed().toList();
        if (isOff(0)) {
            comparison.leaveOut("image_encoder.pixel_values");
            comparison.leaveOut("image_encoder.image_embeds");
        } else if (embeddings.isEmpty()) {
            NetworkLog.Entry seen = seen(comparison);
            comparison.compare("image_encoder.pixel_values", seen.get("pixels"));
            if (seen.tensors().containsKey("image_embeds")) {
                comparison.compare("image_encoder.image_embeds", seen.get("image_embeds"));
            }
        }
        List<NetworkLog.Entry> runs = comparison.runs("ip_adapter");
        for (int k = 0; golden.expectedNames().contains("added.image_embeds_" + k); k++) {
            int run = 2 * on.indexOf(k);
            if (run < 0) {
                comparison.leaveOut("added.image_embeds_" + k);
            } else {
                compareTokens(comparison, "added.image_embeds_" + k, runs.subList(run, run + 2));
            }
        }
    }

    /** The run of the encoder whose pictures are those that the case has. */
    private NetworkLog.Entry seen(Sd15Comparison comparison) {
        FloatTensor pixels = golden.expected("image_encoder.pixel_values");
        return comparison.runs("image_encoder").stream()
                .min(Comparator.comparingDouble(run -> Sd15Comparison.distance(run.get("pixels"), pixels)))
                .orElseThrow();
    }

    private void compareTokens(Sd15Comparison comparison, String name, List<NetworkLog.Entry> runs) {
        Config call = golden.config().object("call").orElseThrow();
        boolean xl = golden.config().text("pipeline").contains("XL");
        boolean guided = call.number("guidance_scale", xl ? 5 : 7.5) > 1;
        int batch = golden.expected(name).dim(0) / (guided ? 2 : 1);
        List<FloatTensor> sides = new ArrayList<>();
        for (NetworkLog.Entry run : guided ? List.of(runs.get(1), runs.get(0)) : List.of(runs.get(0))) {
            FloatTensor image = run.get("image");
            int[] shape = image.shape();
            int[] with =
                    shape.length == 2 ? new int[] {1, shape[0], shape[1]} : new int[] {1, shape[0], shape[1], shape[2]};
            sides.add(image.reshape(with).repeatTo(batch));
        }
        comparison.compare(name, FloatTensor.concat(0, sides));
    }
}
