package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.EditedNetwork;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One T2I-Adapter or several behind one another, from the arguments of a pipeline's call. */
final class T2iAdapters implements Adapters {

    private final Golden golden;
    private final Config call;
    private final int factor;
    private final List<Path> models;
    private final List<List<Path>> pictures;

    /** @param factor to whose multiples pictures are cut, if the call says nothing of sizes */
    T2iAdapters(Golden golden, int factor) {
        this.golden = golden;
        this.factor = factor;
        call = golden.config().object("call").orElseThrow();
        models = ControlnetCase.components(golden, "adapter");
        pictures = ControlnetCase.pictures(golden, "image", models.size());
    }

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> out = new HashMap<>();
        for (int i = 0; i < models.size(); i++) {
            out.put("adapter" + i, models.get(i));
            out.putAll(PipelineText.inputs("hint" + i, pictures.get(i)));
        }
        return out;
    }

    @Override
    public int side(String name) {
        return ControlNets.side(pictures.get(0).get(0), name, factor);
    }

    @Override
    public void add(PipelineText workflow) {
        String scale = "adapter_conditioning_scale";
        for (int i = 0; i < models.size(); i++) {
            double strength = !call.has(scale)
                    ? 1
                    : call.raw(scale).orElseThrow() instanceof List<?>
                            ? call.numbers(scale).get(i)
                            : Collections.nCopies(models.size(), call.number(scale))
                                    .get(i);
            workflow.input("adapter" + i, "text");
            workflow.node("adapter" + i, "load-t2i-adapter", "'adapter': {'from': 'inputs.adapter" + i + "'}");
            String hint = workflow.batch("hint" + i, pictures.get(i));
            workflow.node(
                    "t2i" + i,
                    "apply-t2i-adapter",
                    workflow.sides() + ", 'adapter': {'from': 'adapter" + i + ".adapter'}, 'image': {'from': '" + hint
                            + "'}, 'strength': " + strength + ", 'end': "
                            + call.number("adapter_conditioning_factor", 1));
            workflow.sidesFrom("t2i" + i);
        }
    }

    /** The features that were fed to the first evaluation. */
    @Override
    public void compare(Sd15Comparison comparison, Outputs outputs) {
        NetworkLog.Entry first = comparison.firstEvaluation().get(0);
        for (int k = 0; golden.expectedNames().contains("residual_" + k); k++) {
            FloatTensor sum = null;
            for (int edit = 0; edit < models.size(); edit++) {
                FloatTensor feature = first.get(EditedNetwork.name(edit, "feature." + k));
                sum = sum == null ? feature : sum.plus(feature);
            }
            comparison.compare("residual_" + k, sum);
        }
    }
}
