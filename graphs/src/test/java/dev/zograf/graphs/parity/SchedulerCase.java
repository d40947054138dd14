package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Guided;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The family {@code schedulers}: a scheduler class with options is made by the node {@code scheduler} and run by the node {@code
 * sample-custom} on a {@link SyntheticDenoiser}; schedule and trajectory are compared for each number of steps.
 */
final class SchedulerCase implements ParityCase {

    private static final Conditioning NOTHING = Conditioning.of(FloatTensor.zeros(1, 1, 1));
    private static final Guider UNGUIDED = (denoiser, x, moment, ctx) ->
            Guided.of(denoiser.predict(x, moment, List.of(NOTHING), ctx).get(0));

    private static final String MAKE = """
            { "zograf": 1,
              "inputs": { "model": { "type": "denoiser" } },
              "nodes": { "scheduler": { "type": "scheduler@1", "in": {
                "model": { "from": "inputs.model" }, "name": "%s", "options": [%s] } } },
              "outputs": { "sampler": { "from": "scheduler.sampler" }, "schedule": { "from": "scheduler.schedule" } } }
            """;
    private static final String RUN = """
            { "zograf": 1,
              "inputs": { "model": { "type": "denoiser" }, "guider": { "type": "guider" }, "sampler": { "type": "sampler" },
                "schedule": { "type": "schedule" }, "noise": { "type": "noise" }, "latent": { "type": "latent" } },
              "nodes": { "sample": { "type": "sample-custom@1", "in": {
                "model": { "from": "inputs.model" }, "guider": { "from": "inputs.guider" },
                "sampler": { "from": "inputs.sampler" }, "schedule": { "from": "inputs.schedule" },
                "noise": { "from": "inputs.noise" }, "latent": { "from": "inputs.latent" }, "steps": %d } } },
              "outputs": { "latent": { "from": "sample.latent" } } }
            """;

    @Override
    public void run(Golden golden) {
        List<Integer> counts = golden.config().integers("steps");
        try (Zograf engine = Zograf.builder().build()) {
            for (int count : counts) {
                trajectory(golden, engine, count, count == counts.get(counts.size() / 2));
            }
        }
    }

    private static void trajectory(Golden golden, Zograf engine, int count, boolean middle) {
        FloatTensor x = golden.input("x");
        boolean learned = golden.config().text("describe").contains("cat(model(x,t), 0.2*x)");
        SyntheticDenoiser model = new SyntheticDenoiser(x.dim(1), learned);
        Outputs made = engine.run(engine.read(make(golden.config())).with("model", model));
        RecordingSampler sampler = new RecordingSampler(made.get("sampler", Sampler.class));
        Schedule schedule = made.get("schedule", Schedule.class);

        List<FloatTensor> draws = new ArrayList<>(List.of(x));
        draws.addAll(golden.noise("s" + count + ".noise_"));
        Workflow run = engine.read(String.format(RUN, count))
                .with("model", model)
                .with("guider", UNGUIDED)
                .with("sampler", sampler)
                .with("schedule", schedule)
                .with("noise", new GivenNoise(draws))
                .with("latent", Latent.empty(x.dim(0), x.dim(1), x.dim(2), x.dim(3)));
        engine.run(run).get("latent", Latent.class);

        Steps steps = schedule.steps(count, List.of(x.dim(0), x.dim(1), x.dim(2), x.dim(3)));
        List<NoiseLevel> evaluations = sampler.evaluations(steps);
        String prefix = "s" + count + ".";
        golden.compare(
                prefix + "timesteps",
                vector(evaluations.stream().map(NoiseLevel::timestep).toList()));
        golden.compare(prefix + "init_noise_sigma", vector(List.of(steps.initialScale())));
        golden.compare(prefix + "scaled_0", model.seen().get(0));
        golden.compare(prefix + "traj", trajectory(sampler.latents()));
        if (golden.expectedNames().contains(prefix + "sigmas")) {
            golden.compare(
                    prefix + "sigmas",
                    vector(sigmas(steps, golden.expected(prefix + "sigmas").size())));
        }
        if (middle) {
            NoiseLevel level = evaluations.get(2);
            golden.compare("add_noise.timestep", vector(List.of(level.timestep())));
            golden.compare(
                    "add_noise",
                    x.times(level.alpha()).plus(golden.input("add_noise.noise").times(level.sigma())));
        }
    }

    /** The published tables of two-stage methods name the inner levels twice, some the last one three times. */
    private static List<Double> sigmas(Steps steps, int wanted) {
        List<Double> plain = new ArrayList<>();
        steps.all().forEach(step -> plain.add(noise(step.from())));
        NoiseLevel end = steps.get(steps.count() - 1).to();
        plain.add(noise(end));
        if (plain.size() == wanted) {
            return plain;
        }
        List<Double> twice = new ArrayList<>(plain.subList(0, 1));
        for (double sigma : plain.subList(1, plain.size())) {
            twice.add(sigma);
            twice.add(sigma);
        }
        while (twice.size() < wanted) {
            twice.add(noise(end));
        }
        return twice.subList(0, wanted);
    }

    /** Noise over signal; of flows, whose signal and noise add to 1, the noise. */
    private static double noise(NoiseLevel level) {
        return Math.abs(level.alpha() + level.sigma() - 1) < 1e-12 ? level.sigma() : level.ratio();
    }

    private static String make(Config config) {
        Config scheduler = config.object("scheduler").orElseThrow();
        Map<String, Object> options = new TreeMap<>();
        for (String group : List.of("args", "step")) {
            scheduler
                    .object(group)
                    .ifPresent(args -> args.names()
                            .forEach(name -> options.put(name, args.raw(name).orElseThrow())));
        }
        if (scheduler.has("flux_seq_len")) {
            options.put("image_seq_len", scheduler.integer("flux_seq_len"));
        }
        if (scheduler.has("set_timesteps")) {
            if (!scheduler.text("set_timesteps").startsWith("sigmas=linspace(1,1/n,n)")) {
                Golden.notBuilt("set_timesteps(" + scheduler.text("set_timesteps") + ")");
            }
            options.put("even_sigmas", true);
        }
        String texts = options.entrySet().stream()
                .map(option -> "\"" + option.getKey() + "=" + option.getValue() + "\"")
                .collect(Collectors.joining(", "));
        return String.format(MAKE, scheduler.text("class"), texts);
    }

    private static FloatTensor trajectory(List<FloatTensor> latents) {
        FloatTensor first = latents.get(0);
        return FloatTensor.concat(
                0,
                latents.stream()
                        .map(latent -> latent.reshape(1, first.dim(0), first.dim(1), first.dim(2), first.dim(3)))
                        .toList());
    }

    private static FloatTensor vector(List<Double> values) {
        float[] out = new float[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = values.get(i).floatValue();
        }
        return FloatTensor.wrap(out, out.length);
    }
}
