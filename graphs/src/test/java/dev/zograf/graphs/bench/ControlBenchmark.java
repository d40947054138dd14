package dev.zograf.graphs.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a ControlNet adds to a step at 512x512 with cfg: steps without and with it take turns, and their CPU seconds are compared, which
 * other work on the machine hardly changes.
 */
final class ControlBenchmark {

    private final Path model;
    private final Path controlNet;
    private final Path picture;

    /** Of a checkpoint and a ControlNet for it, with a control picture of any size. */
    ControlBenchmark(Path model, Path controlNet, Path picture) {
        this.model = model;
        this.controlNet = controlNet;
        this.picture = picture;
    }

    void run(int runs) {
        Timings plain = new Timings();
        Timings controlled = new Timings();
        List<Double> ratios = new ArrayList<>();
        try (Zograf zograf = Zograf.builder().build()) {
            Workflow without = given(zograf.read(workflow("prompt.conditioning")));
            Workflow with = given(zograf.read(workflow("control.positive")));
            for (int i = 0; i <= runs; i++) {
                double first = seconds(zograf, without.with("seed", (long) i));
                double second = seconds(zograf, with.with("seed", (long) i));
                if (i > 0) {
                    plain.add(first);
                    controlled.add(second);
                    ratios.add(second / first);
                }
            }
        }
        System.out.println("  plain step, CPU:      " + plain);
        System.out.println("  controlled step, CPU: " + controlled);
        System.out.printf(
                Locale.ROOT,
                "  controlled / plain: %.3f (pairs %s)%n",
                controlled.median() / plain.median(),
                ratios.stream()
                        .map(ratio -> String.format(Locale.ROOT, "%.3f", ratio))
                        .toList());
    }

    private Workflow given(Workflow workflow) {
        return workflow.with("model", model.toString())
                .with("net", controlNet.toString())
                .with("picture", picture.toString());
    }

    /** CPU seconds of the second of two steps. */
    private static double seconds(Zograf zograf, Workflow workflow) {
        List<Long> done = new ArrayList<>();
        zograf.run(workflow, event -> {
            if (event instanceof RunEvent.Progress step && step.node().equals("sample")) {
                done.add(cpu());
            }
        });
        return (done.get(done.size() - 1) - done.get(done.size() - 2)) / 1e9;
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static String workflow(String positive) {
        return """
                {"zograf": 1, "inputs": {"model": {"type": "text"}, "net": {"type": "text"}, "picture": {"type": "text"}, "seed": {"type": "integer", "default": 0}},
                 "nodes": {
                   "model": {"type": "load-model@1", "in": {"model": {"from": "inputs.model"}}},
                   "prompt": {"type": "encode-text@1", "in": {"encoder": {"from": "model.text"}, "text": "a red apple"}},
                   "picture": {"type": "load-image@1", "in": {"image": {"from": "inputs.picture"}}},
                   "net": {"type": "load-controlnet@1", "in": {"controlnet": {"from": "inputs.net"}}},
                   "large": {"type": "resize-image@1", "in": {"image": {"from": "picture.image"}, "width": 512, "height": 512}},
                   "control": {"type": "apply-controlnet@1", "in": {"positive": {"from": "prompt.conditioning"},
                     "controlnet": {"from": "net.controlnet"}, "image": {"from": "large.image"}}},
                   "latent": {"type": "empty-latent@1", "in": {"width": 512, "height": 512}},
                   "sample": {"type": "sample@1", "in": {"model": {"from": "model.denoiser"}, "positive": {"from": "%s"},
                     "latent": {"from": "latent.latent"}, "seed": {"from": "inputs.seed"}, "steps": 2, "cfg": 7.5,
                     "sampler": "euler"}}},
                 "outputs": {"result": {"from": "sample.latent"}}}
                """.formatted(positive);
    }
}
