package dev.zograf.graphs.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The family {@code clip}: pictures and labels through the nodes that embed and classify, and what went through both networks on the way.
 */
final class ClipCase implements ParityCase {

    private static final String WORKFLOW = """
            { "zograf": 1,
              "inputs": { "model": { "type": "text" }, "template": { "type": "text" }, PICTURES },
              "nodes": {
                "model": { "type": "load-clip@1", "in": { "model": { "from": "inputs.model" } } },
                LOADS,
                "images": {
                  "type": "embed-image@1",
                  "in": { "encoder": { "from": "model.images" }, "images": [IMAGES], "normalise": true } },
                "texts": {
                  "type": "embed-text@1", "in": { "clip": { "from": "model.clip" }, "text": [TEXTS], "normalise": true } },
                "similarity": {
                  "type": "similarity@1",
                  "in": {
                    "a": { "from": "images.embedding" },
                    "b": { "from": "texts.embedding" },
                    "clip": { "from": "model.clip" } } },
                "classify": {
                  "type": "classify-image@1",
                  "in": {
                    "clip": { "from": "model.clip" },
                    "images": [IMAGES],
                    "labels": [LABELS],
                    "templates": { "from": "inputs.template" } } } },
              "outputs": {
                OUTPUTS } }
            """;

    private static final String EMBEDDINGS = """
            "image_embeds": { "from": "images.embedding" },
            "text_embeds": { "from": "texts.embedding" }
            """;

    private static final String LIKENESS = """
                "similarity": { "from": "similarity.similarity" },
                "logits": { "from": "classify.logits" },
                "probs": { "from": "classify.probabilities" },
                "best": { "from": "classify.best" }
            """;

    @Override
    public void run(Golden golden) {
        Config config = golden.config();
        List<String> labels = config.texts("labels");
        List<String> images = config.texts("images");
        String template = config.text("template", "{}");
        NetworkLog log = new NetworkLog();
        try (Zograf engine = Zograf.builder().networkTap(log).build()) {
            Outputs embeddings = engine.run(workflow(engine, golden, images, labels, template, EMBEDDINGS));
            golden.compare("image_embeds", embeddings.get("image_embeds", FloatTensor.class));
            golden.compare("text_embeds", embeddings.get("text_embeds", FloatTensor.class));
            compareNetworks(golden, log, images.size());

            Outputs outputs = engine.run(workflow(engine, golden, images, labels, template, LIKENESS));
            golden.compare("logits_per_image", outputs.get("logits", FloatTensor.class));
            FloatTensor probabilities = outputs.get("probs", FloatTensor.class);
            golden.compare("probs", probabilities);
            compareBest(golden, probabilities, labels, outputs.get("best", List.class));
            assertThat(outputs.get("similarity", FloatTensor.class)
                            .minus(outputs.get("logits", FloatTensor.class))
                            .toArray())
                    .containsExactly(new float[images.size() * labels.size()], within(1e-4f));
        }
    }

    private static Workflow workflow(
            Zograf engine, Golden golden, List<String> images, List<String> labels, String template, String outputs) {
        Workflow workflow = engine.read(json(images.size(), labels, template).replace("OUTPUTS", outputs))
                .with("model", golden.path(golden.config().text("model")))
                .with("template", template);
        for (int i = 0; i < images.size(); i++) {
            workflow = workflow.with("image" + i, golden.path(images.get(i)));
        }
        return workflow;
    }

    private static void compareBest(Golden golden, FloatTensor rows, List<String> labels, List<?> best) {
        float[] out = new float[rows.dim(0)];
        for (int i = 0; i < out.length; i++) {
            for (int k = 0; k < labels.size(); k++) {
                out[i] = rows.at(i * labels.size() + k) > rows.at(i * labels.size() + (int) out[i]) ? k : out[i];
            }
            assertThat(best.get(i)).isEqualTo(labels.get((int) out[i]));
        }
        if (golden.expectedNames().contains("best")) {
            golden.compare("best", FloatTensor.wrap(out, out.length));
        }
    }

    private static void compareNetworks(Golden golden, NetworkLog log, int images) {
        List<NetworkLog.Entry> vision = log.of("image_encoder").subList(0, images);
        golden.compare("pixel_values", joined(vision, "pixels"));
        if (golden.expectedNames().contains("vision_last_hidden")) {
            golden.compare("vision_last_hidden", joined(vision, last(vision.get(0))));
        }
        NetworkLog.Entry text = log.of("text_encoder").get(0);
        FloatTensor ids = text.get("ids");
        if (golden.expectedNames().contains("ids")) {
            int tokens = golden.expected("ids").dim(1);
            golden.compare("ids", ids.slice(1, 0, tokens));
        }
        if (golden.expectedNames().contains("mask")) {
            golden.compare("mask", mask(text, golden.expected("mask").dim(1)));
        }
        if (golden.expectedNames().contains("text_last_hidden")) {
            golden.compare("text_last_hidden", upToTheEnd(text, golden.expected("text_last_hidden")));
        }
    }

    /** The original hides padding from padding; here it is not hidden, as nothing reads what stands behind the end token. */
    private static FloatTensor upToTheEnd(NetworkLog.Entry text, FloatTensor expected) {
        FloatTensor out = text.get("out").slice(1, 0, expected.dim(1));
        float[] values = out.toArray();
        for (int i = 0; i < values.length; i++) {
            int token = i / out.dim(2) % out.dim(1);
            boolean padding = token > text.get("eos").at(i / out.dim(2) / out.dim(1));
            values[i] = padding ? expected.at(i) : values[i];
        }
        return FloatTensor.wrap(values, out.shape());
    }

    /** 1 up to the end token: what comes behind it is padding. */
    private static FloatTensor mask(NetworkLog.Entry text, int tokens) {
        FloatTensor ends = text.get("eos");
        float[] out = new float[ends.size() * tokens];
        for (int i = 0; i < out.length; i++) {
            out[i] = i % tokens <= ends.at(i / tokens) ? 1 : 0;
        }
        return FloatTensor.wrap(out, ends.size(), tokens);
    }

    private static String last(NetworkLog.Entry entry) {
        int layers = 0;
        while (entry.tensors().containsKey("hidden_states." + (layers + 1))) {
            layers++;
        }
        return "hidden_states." + layers;
    }

    private static FloatTensor joined(List<NetworkLog.Entry> entries, String name) {
        return FloatTensor.concat(
                0, entries.stream().map(entry -> entry.get(name)).toList());
    }

    private static String json(int images, List<String> labels, String template) {
        return Map.of(
                        "PICTURES", each(images, "\"image%d\": { \"type\": \"text\" }"),
                        "LOADS",
                                each(
                                        images,
                                        "\"load%d\": { \"type\": \"load-image@1\", \"in\": { \"image\": { \"from\": \"inputs.image%1$d\" } } }"),
                        "IMAGES", each(images, "{ \"from\": \"load%d.image\" }"),
                        "LABELS", texts(labels),
                        "TEXTS",
                                texts(labels.stream()
                                        .map(label -> template.replace("{}", label))
                                        .toList()))
                .entrySet()
                .stream()
                .reduce(WORKFLOW, (text, part) -> text.replace(part.getKey(), part.getValue()), (a, b) -> b);
    }

    private static String each(int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(pattern, i))
                .collect(Collectors.joining(",\n"));
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(Sd15Workflow::quoted).collect(Collectors.joining(", "));
    }
}
