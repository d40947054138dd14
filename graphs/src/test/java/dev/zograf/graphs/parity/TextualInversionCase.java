package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.sampling.DiffusersScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The cases of the family {@code lora} whose prompts have a word of textual inversion. */
final class TextualInversionCase implements ParityCase {

    /** Whether a case is one of these. */
    static boolean is(Golden golden) {
        return golden.config().has("embedding");
    }

    @Override
    public void run(Golden golden) throws Exception {
        Config config = golden.config();
        Config call = config.object("call").orElseThrow();
        Config embedding = config.object("embedding").orElseThrow();
        NetworkLog log = new NetworkLog();
        try (Zograf engine = Zograf.builder().networkTap(log).build()) {
            DiffusersScheduler scheduler = DiffusersScheduler.of(Sd15Case.scheduler(
                    config, call, Sd15Case.denoiser(engine, golden).scheduler()));
            RecordingSampler sampler = new RecordingSampler(scheduler.sampler());
            Map<String, Object> inputs = new HashMap<>();
            inputs.put("model", Sd15Case.model(golden));
            inputs.put("embedding", golden.path(embedding.text("file")));
            inputs.put("sampler", sampler);
            inputs.put("schedule", scheduler.schedule());
            inputs.put("noise", Sd15Case.noise(golden, false));
            Workflow workflow = engine.read(json(call, embedding.text("token")));
            for (Workflow.Input input : workflow.inputs()) {
                workflow = workflow.with(input.name(), inputs.get(input.name()));
            }
            Outputs outputs = engine.run(workflow);

            Sd15Comparison comparison = new Sd15Comparison(golden, log);
            comparison.latents(sampler.latents());
            comparison.timesteps(sampler
                    .evaluations(scheduler
                            .schedule()
                            .steps(call.integer("num_inference_steps", 50), Sd15Case.latentShape(sampler)))
                    .stream()
                    .map(NoiseLevel::timestep)
                    .toList());
            comparison.image(outputs.get("image", Image.class).pixels());
            comparison.learned(0, withoutLearned(golden, 0));
            comparison.learned(1, withoutLearned(golden, 1));
            comparison.networks(List.of(call.text("prompt")), List.of(call.text("negative_prompt", "")));
            comparison.complete();
        }
        refusesPickles(golden);
    }

    /** The ids that the network is given: 0 where the original has those of added tokens. */
    private static FloatTensor withoutLearned(Golden golden, int k) {
        int vocabulary = 49408;
        return golden.expected("text_encoder.ids_" + k).map(id -> id >= vocabulary ? 0 : id);
    }

    private static String json(Config call, String token) {
        WorkflowText text = new WorkflowText();
        text.input("model", "text");
        text.input("embedding", "text");
        text.input("sampler", "sampler");
        text.input("schedule", "schedule");
        text.input("noise", "noise");
        text.node("model", "load-model", "'model': {'from': 'inputs.model'}");
        text.node(
                "word",
                "load-textual-inversion",
                "'encoder': {'from': 'model.text'}, 'embedding': {'from': 'inputs.embedding'}, 'token': "
                        + Sd15Workflow.quoted(token));
        text.node(
                "positive",
                "encode-text",
                "'encoder': {'from': 'word.encoder'}, 'text': " + WorkflowText.texts(List.of(call.text("prompt"))));
        text.node(
                "negative",
                "encode-text",
                "'encoder': {'from': 'word.encoder'}, 'text': "
                        + WorkflowText.texts(List.of(call.text("negative_prompt", ""))));
        text.node(
                "guider",
                "cfg-guider",
                "'positive': {'from': 'positive.conditioning'}, 'negative': {'from': 'negative.conditioning'}, 'cfg': "
                        + call.number("guidance_scale", 7.5));
        text.node(
                "empty",
                "empty-latent",
                "'model': {'from': 'model.denoiser'}, 'width': " + call.integer("width", 0) + ", 'height': "
                        + call.integer("height", 0));
        text.node(
                "sample",
                "sample-custom",
                "'model': {'from': 'model.denoiser'}, 'guider': {'from': 'guider.guider'}, 'sampler': {'from':"
                        + " 'inputs.sampler'}, 'schedule': {'from': 'inputs.schedule'}, 'noise': {'from': 'inputs.noise'},"
                        + " 'latent': {'from': 'empty.latent'}, 'steps': " + call.integer("num_inference_steps", 50));
        text.node("decode", "decode", "'vae': {'from': 'model.vae'}, 'latent': {'from': 'sample.latent'}");
        text.output("image", "decode.image");
        return text.json();
    }

    /** What the case has as a pickle must not be opened. */
    private static void refusesPickles(Golden golden) throws Exception {
        try (Stream<Path> files = Files.list(golden.path("."));
                Zograf engine = Zograf.builder().build()) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pt")).toList()) {
                WorkflowText text = new WorkflowText();
                text.input("model", "text");
                text.input("embedding", "text");
                text.node("model", "load-model", "'model': {'from': 'inputs.model'}");
                text.node(
                        "word",
                        "load-textual-inversion",
                        "'encoder': {'from': 'model.text'}, 'embedding': {'from': 'inputs.embedding'}");
                text.output("encoder", "word.encoder");
                Workflow workflow = engine.read(text.json())
                        .with("model", Sd15Case.model(golden))
                        .with("embedding", file);
                golden.requireRefusal(() -> engine.run(workflow), "pickle");
            }
        }
    }
}
