package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Editable;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The family {@code lora}: pipelines whose model has LoRAs or a word of textual inversion, and the weights of the same LoRAs merged. */
final class LoraCase implements ParityCase {

    private static final String MERGED = "merged.";
    private static final Map<String, String> PREFIXES = Map.of(
            "lora_unet_", "unet",
            "lora_te_", "text_encoder",
            "lora_te1_", "text_encoder",
            "lora_te2_", "text_encoder_2",
            "unet.", "unet",
            "text_encoder.", "text_encoder",
            "text_encoder_2.", "text_encoder_2");

    private final ParityCase pipelines = new TextualInversionCase(new Sd15Case());
    private final ParityCase large = new TextualInversionCase(new SdxlCase());

    @Override
    public void run(Golden golden) throws Exception {
        (golden.config().text("pipeline").contains("XL") ? large : pipelines).run(golden);
    }

    /** The LoRA files of a case by the workflow's inputs. */
    static Map<String, Path> files(Golden golden) {
        Map<String, Path> out = new LinkedHashMap<>();
        for (Config lora : loras(golden)) {
            out.put("lora" + out.size(), golden.path(lora.text("file")));
        }
        return out;
    }

    /** The LoRAs of a case. */
    static List<Config> loras(Golden golden) {
        List<Config> out = new ArrayList<>();
        if (golden.config().raw("loras").orElse(List.of()) instanceof List<?> all) {
            all.forEach(each -> out.add(Config.of("loras", cast(each))));
        }
        return out;
    }

    /**
     * The node that applies a LoRA to what the one before gave.
     *
     * @param k which one
     */
    static String node(Golden golden, int k, String mode) {
        String before = k == 0 ? "model" : "lora" + (k - 1);
        double strength = loras(golden).get(k).number("strength", 1);
        return "'model': {'from': '" + before + ".denoiser'}, 'encoder': {'from': '" + before + ".text'},"
                + " 'lora': {'from': 'inputs.lora" + k + "'}, 'strengthModel': " + strength + ", 'strengthClip': "
                + strength
                + ", 'mode': '" + mode + "'";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> cast(Object map) {
        return (Map<String, ?>) map;
    }

    /** Compares the merged weights of some layers. */
    static void merged(Golden golden, Zograf engine, Sd15Comparison comparison) {
        List<String> wanted = golden.expectedNames().stream()
                .filter(name -> name.startsWith(MERGED))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        int count = loras(golden).size();
        StringBuilder json = new StringBuilder("{'zograf': 1, 'inputs': {'model': {'type': 'text'}");
        for (int k = 0; k < count; k++) {
            json.append(", 'lora").append(k).append("': {'type': 'text'}");
        }
        json.append("}, 'nodes': {'model': {'type': 'load-model@1', 'in': {'model': {'from': 'inputs.model'}}}");
        for (int k = 0; k < count; k++) {
            json.append(", 'lora").append(k).append("': {'type': 'load-lora@1', 'in': {");
            json.append(node(golden, k, "merged")).append("}}");
        }
        json.append("}, 'outputs': {'denoiser': {'from': 'lora").append(count - 1);
        json.append(".denoiser'}, 'text': {'from': 'lora").append(count - 1).append(".text'}}}");
        Workflow workflow = engine.read(json.toString().replace('\'', '"'))
                .with("model", golden.path(golden.config().text("model")));
        for (Map.Entry<String, Path> file : files(golden).entrySet()) {
            workflow = workflow.with(file.getKey(), file.getValue());
        }
        Outputs outputs = engine.run(workflow);
        Denoiser denoiser = outputs.get("denoiser", Denoiser.class);
        TextEncoder text = outputs.get("text", TextEncoder.class);
        for (String name : wanted) {
            String module = name.substring(MERGED.length());
            String prefix = PREFIXES.keySet().stream()
                    .filter(module::startsWith)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("Whose weight is " + name + "?"));
            String network = PREFIXES.get(prefix);
            Editable<?> model = denoiser.networks().contains(network) ? denoiser : text;
            comparison.merged(
                    name, weight(model.weights(network), module.substring(prefix.length()), golden.expected(name)));
        }
    }

    /** The weight of that name whatever is between its parts; if it is called otherwise there, the nearest of that shape. */
    private static FloatTensor weight(Weights weights, String module, FloatTensor expected) {
        String flat = flat(module + ".weight");
        List<FloatTensor> candidates = weights.names().stream()
                .filter(name -> flat(name).equals(flat) || flat(name).equals(flat("text_model." + module + ".weight")))
                .map(name -> tensor(weights.find(name)))
                .toList();
        if (!candidates.isEmpty()) {
            return candidates.get(0);
        }
        return weights.names().stream()
                .map(name -> tensor(weights.find(name)))
                .filter(tensor -> Arrays.equals(tensor.shape(), expected.shape()))
                .min(Comparator.comparingDouble(
                        tensor -> Math.abs(tensor.at(0) - expected.at(0)) + Math.abs(tensor.at(1) - expected.at(1))))
                .orElseThrow(() -> new AssertionError("No weight has the shape of " + module + "."));
    }

    private static String flat(String name) {
        return name.replace('.', '_');
    }

    private static FloatTensor tensor(Optional<Weight> weight) {
        int[] shape = Arrays.stream(weight.orElseThrow().shape())
                .mapToInt(Math::toIntExact)
                .toArray();
        return FloatTensor.wrap(WeightData.floats(weight.orElseThrow()), shape);
    }
}
