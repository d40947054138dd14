package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.control.ControlNetModel;
import dev.zograf.tensor.EditedNetwork;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** One ControlNet or several behind one another, from the arguments of a pipeline's call. */
final class ControlNets implements Adapters {

    private final Golden golden;
    private final LatentFormat format;
    private final Config call;
    private final List<Path> models;
    private final List<Path> pictures;

    ControlNets(Golden golden, LatentFormat format) {
        this.golden = golden;
        this.format = format;
        call = golden.config().object("call").orElseThrow();
        models = ControlnetCase.components(golden, "controlnet");
        boolean twoPictures = golden.config().object("call_files").orElseThrow().has("control_image");
        pictures = ControlnetCase.pictures(golden, twoPictures ? "control_image" : "image");
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> out = new HashMap<>();
        for (int i = 0; i < models.size(); i++) {
            out.put("controlnet" + i, models.get(i));
            out.put("hint" + i, pictures.get(i));
        }
        return out;
    }

    /** That of the first control picture. */
    @Override
    public int side(String name) {
        return side(pictures.get(0), name, format.factor());
    }

    static int side(Path picture, String name, int factor) {
        try {
            BufferedImage image = ImageIO.read(picture.toFile());
            int side = name.equals("width") ? image.getWidth() : image.getHeight();
            return side / factor * factor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    public void add(Sd15Workflow workflow) {
        // The pipeline for pictures has a default of its own.
        boolean half = golden.config().text("pipeline").contains("Inpaint");
        List<Double> scales = numbers("controlnet_conditioning_scale", half ? 0.5 : pictureDefault());
        for (int i = 0; i < models.size(); i++) {
            workflow.input("controlnet" + i, "text");
            workflow.input("hint" + i, "text");
            workflow.node("controlnet" + i, "load-controlnet", "'controlnet': {'from': 'inputs.controlnet" + i + "'}");
            workflow.node("hint" + i, "load-image", "'image': {'from': 'inputs.hint" + i + "'}");
            workflow.node(
                    "control" + i,
                    "apply-controlnet",
                    workflow.sides() + ", 'controlnet': {'from': 'controlnet" + i
                            + ".controlnet'}, 'image': {'from': 'hint"
                            + i + ".image'}, 'strength': " + scales.get(i) + ", 'start': "
                            + numbers("control_guidance_start", 0).get(i) + ", 'end': "
                            + numbers("control_guidance_end", 1).get(i)
                            + (call.flag("guess_mode", false) ? ", 'mode': 'guess'" : ""));
            workflow.sidesFrom("control" + i);
            workflow.output("controlnet" + i, "controlnet" + i + ".controlnet");
            workflow.output("hint" + i, "hint" + i + ".image");
        }
    }

    private double pictureDefault() {
        return golden.config().text("pipeline").contains("Img2Img") ? 0.8 : 1;
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
            if (strength == null || numbers("control_guidance_start", 0).get(i) > 0) {
                continue;
            }
            edit++;
            ControlNetModel model = outputs.get("controlnet" + i, ControlNetModel.class);
            Map<String, FloatTensor> all = model.residuals(
                    sample.slice(1, 0, format.channels()),
                    run.get("timestep"),
                    run.get("encoder_hidden_states"),
                    outputs.get("hint" + i, Image.class),
                    Cancellation.never());
            FloatTensor residual = all.get(name.replace('_', '.'));
            int k = name.equals("residual_mid") ? strength.dim(1) - 1 : Integer.parseInt(name.substring(9));
            sum = sum.plus(strength.at(k), residual);
        }
        return sum;
    }
}
