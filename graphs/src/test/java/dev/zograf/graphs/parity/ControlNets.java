package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.control.ControlNetModel;
import dev.zograf.nodes.control.ControlPicture;
import dev.zograf.runtime.json.JsonConfig;
import dev.zograf.tensor.EditedNetwork;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One ControlNet or several behind one another, from the arguments of a pipeline's call. */
final class ControlNets implements Adapters {

    /** What {@code control_mode} numbers. */
    private static final List<String> KINDS =
            List.of("pose", "depth", "scribble", "line", "normal", "segmentation", "tile", "inpaint");

    private final Golden golden;
    private final LatentFormat format;
    private final Config call;
    private final List<Path> models;
    /** Of each model, or none if there is one model whose picture is a tensor. */
    private final List<List<Path>> pictures;

    private final Optional<FloatTensor> tensor;

    ControlNets(Golden golden, LatentFormat format) {
        this.golden = golden;
        this.format = format;
        Config config = golden.config();
        call = config.object("call").orElseThrow();
        models = ControlnetCase.components(golden, "controlnet");
        tensor = config.object("call_tensors")
                .flatMap(tensors -> Stream.of("control_image", "image")
                        .filter(tensors::has)
                        .findFirst()
                        .map(tensors::text))
                .map(golden::input);
        String argument = config.object("call_files")
                        .filter(files -> files.has("control_image"))
                        .isPresent()
                ? "control_image"
                : "image";
        pictures = tensor.isPresent() ? List.of() : byModel(ControlnetCase.pictures(golden, argument, models.size()));
    }

    /** Lists of lists have the pictures of all models for each prompt. */
    private List<List<Path>> byModel(List<List<Path>> given) {
        if (models.size() == 1 || given.get(0).size() == 1) {
            return given.stream().map(this::forEachLatent).toList();
        }
        List<List<Path>> out = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            int model = i;
            out.add(forEachLatent(given.stream().map(each -> each.get(model)).toList()));
        }
        return out;
    }

    /** One for all, or that of each prompt for all that is painted for it. */
    private List<Path> forEachLatent(List<Path> each) {
        int times = each.size() == 1 ? 1 : call.integer("num_images_per_prompt", 1);
        return each.stream()
                .flatMap(one -> Collections.nCopies(times, one).stream())
                .toList();
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> out = new HashMap<>();
        for (int i = 0; i < models.size(); i++) {
            out.put("controlnet" + i, models.get(i));
            if (tensor.isEmpty()) {
                out.putAll(PipelineText.inputs("hint" + i, pictures.get(i)));
            }
        }
        tensor.ifPresent(pixels -> {
            // Pixels of -1 are those that a mask covers.
            out.put("hint", Image.of(pixels.clamp(0, 1)));
            FloatTensor red = pixels.slice(1, 0, 1);
            out.put("covered", Mask.of(red.map(v -> v == -1 ? 1 : 0).reshape(red.dim(0), red.dim(2), red.dim(3))));
        });
        return out;
    }

    /** That of the first control picture. */
    @Override
    public int side(String name) {
        return tensor.map(pixels -> pixels.dim(name.equals("width") ? 3 : 2))
                .orElseGet(() -> side(pictures.get(0).get(0), name, format.factor()));
    }

    static int side(Path picture, String name, int factor) {
        BufferedImage image = PictureModes.read(picture);
        int side = name.equals("width") ? image.getWidth() : image.getHeight();
        return side / factor * factor;
    }

    /** Whether the residuals of a model are averaged over the picture. */
    private boolean isPooled(int model) {
        Path file = models.get(model).resolve("config.json");
        try {
            return Config.of(file.toString(), JsonConfig.parse(file.toString(), Files.readAllBytes(file)))
                    .flag("global_pool_conditions", false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pipelines look at the first model alone: if it is pooled, all guess; a pooled one behind others controls both sides. */
    private String mode(int model) {
        if (call.flag("guess_mode", false) || isPooled(0)) {
            return ", 'mode': 'guess'";
        }
        return isPooled(model) ? ", 'sides': 'both'" : "";
    }

    private List<Double> numbers(String name, double otherwise) {
        if (!call.has(name)) {
            return Collections.nCopies(models.size(), otherwise);
        }
        return call.raw(name).orElseThrow() instanceof List<?>
                ? call.numbers(name)
                : Collections.nCopies(models.size(), call.number(name));
    }

    @Override
    public void add(PipelineText workflow) {
        List<Double> scales = numbers("controlnet_conditioning_scale", defaultScale());
        for (int i = 0; i < models.size(); i++) {
            workflow.input("controlnet" + i, "text");
            String net = net(workflow, i);
            String hint = hint(workflow, i);
            workflow.node(
                    "control" + i,
                    "apply-controlnet",
                    workflow.sides() + ", 'controlnet': {'from': '" + net + "'}, 'image': {'from': '" + hint + "'}"
                            + (tensor.isPresent() ? ", 'mask': {'from': 'inputs.covered'}" : "")
                            + ", 'strength': " + scales.get(i) + ", 'start': "
                            + numbers("control_guidance_start", 0).get(i) + ", 'end': "
                            + numbers("control_guidance_end", 1).get(i)
                            + mode(i));
            workflow.sidesFrom("control" + i);
            workflow.output("controlnet" + i, net);
        }
    }

    private String net(PipelineText workflow, int i) {
        String id = "controlnet" + i;
        workflow.node(id, "load-controlnet", "'controlnet': {'from': 'inputs." + id + "'}");
        if (!call.has("control_mode")) {
            return id + ".controlnet";
        }
        Object mode =
                ControlnetCase.list(call.raw("control_mode").orElseThrow()).get(i);
        int number = ((Number) ControlnetCase.list(mode).get(0)).intValue();
        workflow.node(
                "kind" + i,
                "set-controlnet-kind",
                "'controlnet': {'from': '" + id + ".controlnet'}, 'kind': '" + KINDS.get(number) + "'");
        return "kind" + i + ".controlnet";
    }

    private String hint(PipelineText workflow, int i) {
        if (tensor.isPresent()) {
            workflow.input("hint", "image");
            workflow.input("covered", "mask");
            return "inputs.hint";
        }
        String hint = workflow.hints(
                "hint" + i,
                pictures.get(i),
                call.integer("width", side("width")),
                call.integer("height", side("height")));
        workflow.output("hint" + i, hint);
        return hint;
    }

    /** The pipelines for pictures have defaults of their own. */
    private double defaultScale() {
        String pipeline = golden.config().text("pipeline");
        if (pipeline.contains("Inpaint")) {
            return pipeline.contains("XL") ? 1 : 0.5;
        }
        return pipeline.contains("Img2Img") ? 0.8 : 1;
    }

    /** The residuals of the first evaluation, made again from what the networks were fed. */
    @Override
    public void compare(Sd15Comparison comparison, Outputs outputs) {
        List<String> names = golden.expectedNames().stream()
                .filter(name -> name.startsWith("residual_"))
                .toList();
        for (String name : names) {
            List<FloatTensor> parts = new ArrayList<>();
            for (NetworkLog.Entry run : comparison.firstEvaluation()) {
                parts.add(residual(name, run, outputs));
            }
            comparison.compare(name, FloatTensor.concat(0, parts));
        }
    }

    private FloatTensor residual(String name, NetworkLog.Entry run, Outputs outputs) {
        int[] shape = golden.expected(name).shape();
        FloatTensor sample = run.get("sample");
        shape[0] = sample.dim(0);
        FloatTensor sum = FloatTensor.zeros(shape);
        int edit = 0;
        for (int i = 0; i < models.size(); i++) {
            FloatTensor strength = run.tensors().get(EditedNetwork.name(edit, "strength"));
            if (strength == null || !isOnAtFirst(i)) {
                continue;
            }
            edit++;
            ControlNetModel model = outputs.get("controlnet" + i, ControlNetModel.class);
            Map<String, FloatTensor> all = model.residuals(
                    sample.slice(1, 0, format.channels()), run.tensors(), picture(i, outputs), Cancellation.never());
            FloatTensor residual = all.get(name.replace('_', '.'));
            int k = name.equals("residual_mid") ? strength.dim(1) - 1 : Integer.parseInt(name.substring(9));
            sum = sum.plus(strength.at(k), spread(residual, shape));
        }
        return sum;
    }

    /** Whether a model counts in the first step: where it does not, or has no weight, the workflow leaves it out. */
    private boolean isOnAtFirst(int model) {
        double share = 1.0 / call.integer("num_inference_steps", 50);
        return numbers("control_guidance_start", 0).get(model) <= 0
                && numbers("control_guidance_end", 1).get(model) >= share
                && numbers("controlnet_conditioning_scale", defaultScale()).get(model) != 0;
    }

    /** What was averaged over the picture, at each of its pixels. */
    private static FloatTensor spread(FloatTensor residual, int[] shape) {
        int area = shape[2] * shape[3] / (residual.dim(2) * residual.dim(3));
        float[] out = new float[residual.size() * area];
        for (int i = 0; i < out.length; i++) {
            out[i] = residual.at(i / area);
        }
        return FloatTensor.wrap(out, shape);
    }

    private ControlPicture picture(int model, Outputs outputs) {
        if (tensor.isEmpty()) {
            return ControlPicture.of(outputs.get("hint" + model, Image.class));
        }
        Map<String, Object> inputs = inputs();
        return new ControlPicture((Image) inputs.get("hint"), Optional.of((Mask) inputs.get("covered")));
    }
}
