package dev.zograf.graphs.bench;

import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A process of its own that paints two steps at 512x512 with a checkpoint and says when the steps were done, counted from the
 * start of the JVM, and how much memory the process had at its peak.
 */
final class FirstStep {

    private FirstStep() {}

    /** The workflow: a prompt, cfg, steps, and the decoding of the picture unless only the latent is wanted. */
    static String workflow(int steps, String output) {
        return """
                {"zograf": 1, "inputs": {"model": {"type": "text"}, "seed": {"type": "integer", "default": 0}},
                 "nodes": {
                   "model": {"type": "load-model@1", "in": {"model": {"from": "inputs.model"}}},
                   "prompt": {"type": "encode-text@1", "in": {"encoder": {"from": "model.text"}, "text": "a red apple"}},
                   "latent": {"type": "empty-latent@1", "in": {"width": 512, "height": 512}},
                   "sample": {"type": "sample@1", "in": {"model": {"from": "model.denoiser"},
                     "positive": {"from": "prompt.conditioning"}, "latent": {"from": "latent.latent"},
                     "seed": {"from": "inputs.seed"}, "steps": %d, "cfg": 7.5, "sampler": "euler"}},
                   "decode": {"type": "decode@1", "in": {"vae": {"from": "model.vae"}, "latent": {"from": "sample.latent"}}}},
                 "outputs": {"result": {"from": "%s"}}}
                """.formatted(steps, output);
    }

    /** The argument is a checkpoint folder. */
    public static void main(String[] args) throws IOException {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        List<Double> steps = new ArrayList<>();
        try (Zograf zograf = Zograf.builder().build()) {
            Workflow workflow = zograf.read(workflow(2, "decode.image")).with("model", args[0]);
            zograf.run(workflow, event -> {
                if (event instanceof RunEvent.Progress step
                        && step.step() > 0
                        && step.node().equals("sample")) {
                    steps.add((System.currentTimeMillis() - started) / 1000.0);
                }
            });
        }
        double done = (System.currentTimeMillis() - started) / 1000.0;
        double first = steps.get(0);
        double second = steps.get(1);
        System.out.printf(
                Locale.ROOT,
                "first step begun %.2f s, done %.2f s; second done %.2f s; picture %.2f s; peak memory %s%n",
                Math.max(0, first - (second - first)),
                first,
                second,
                done,
                peakMemory());
    }

    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "unknown";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line ->
                        String.format(Locale.ROOT, "%.2f GiB", Long.parseLong(line.replaceAll("\\D+", "")) / 1048576.0))
                .findFirst()
                .orElse("unknown");
    }
}
