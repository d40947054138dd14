package dev.zograf.graphs.bench;

import com.sun.management.OperatingSystemMXBean;
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
 * A process of its own that paints one small step with a checkpoint, without a LoRA, with one, with another strength of it and with
 * another file, and says what each took more than the plain step, and how the process's memory grew: its own, and the pages of mapped
 * files that it touched.
 */
final class LoraChange {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Zograf zograf;
    private final String model;
    private final String mode;
    private double plainWall;
    private double plainCpu;
    private long seed;

    private record Cost(double wall, double cpu, long own, long mapped) {}

    private LoraChange(Zograf zograf, String model, String mode) {
        this.zograf = zograf;
        this.model = model;
        this.mode = mode;
    }

    /** The arguments are a checkpoint folder, two LoRA files, the mode, and how often to measure. */
    public static void main(String[] args) throws IOException {
        try (Zograf zograf = Zograf.builder().build()) {
            new LoraChange(zograf, args[0], args[3]).run(args[1], args[2], Integer.parseInt(args[4]));
        }
    }

    private void run(String first, String second, int runs) throws IOException {
        paint("", 0);
        Timings wall = new Timings();
        Timings cpu = new Timings();
        for (int i = 0; i < runs; i++) {
            Cost cost = paint("", 0);
            wall.add(cost.wall);
            cpu.add(cost.cpu);
        }
        plainWall = wall.median();
        plainCpu = cpu.median();
        System.out.printf(Locale.ROOT, "  %s: the plain step takes %.2f s (CPU %.2f s)%n", mode, plainWall, plainCpu);
        say("first apply", List.of(paint(first, 1)));
        List<Cost> changes = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            changes.add(paint(first, 0.9 - 0.1 * i));
        }
        say("another strength", changes);
        say("another file", List.of(paint(second, 1)));
        say("without", List.of(paint("", 0)));
    }

    private void say(String what, List<Cost> costs) {
        Timings wall = new Timings();
        Timings cpu = new Timings();
        long own = 0;
        long mapped = 0;
        for (Cost cost : costs) {
            wall.add(cost.wall - plainWall);
            cpu.add(cost.cpu - plainCpu);
            own += cost.own;
            mapped += cost.mapped;
        }
        System.out.printf(
                Locale.ROOT,
                "    %-17s %+.2f s (CPU %+.2f s), memory %+.1f MB, mapped pages %+.1f MB%n",
                what,
                wall.median(),
                cpu.median(),
                own / 1048576.0,
                mapped / 1048576.0);
    }

    private Cost paint(String lora, double strength) throws IOException {
        Workflow workflow =
                zograf.read(workflow(!lora.isEmpty(), strength, mode)).with("model", model);
        Workflow ready = (lora.isEmpty() ? workflow : workflow.with("lora", lora)).with("seed", ++seed);
        System.gc();
        long own = resident("RssAnon");
        long mapped = resident("RssFile");
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        zograf.run(ready);
        double wall = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
        System.gc();
        return new Cost(wall, cpuSeconds, resident("RssAnon") - own, resident("RssFile") - mapped);
    }

    private static String workflow(boolean lora, double strength, String mode) {
        String node = """
                "lora": {"type": "load-lora@1", "in": {"model": {"from": "model.denoiser"}, "encoder": {"from": "model.text"},
                  "lora": {"from": "inputs.lora"}, "strengthModel": %s, "strengthClip": %s, "mode": "%s"}},
                """.formatted(strength, strength, mode);
        String from = lora ? "lora" : "model";
        return """
                {"zograf": 1, "inputs": {"model": {"type": "text"}, %s "seed": {"type": "integer"}},
                 "nodes": {
                   "model": {"type": "load-model@1", "in": {"model": {"from": "inputs.model"}}}, %s
                   "prompt": {"type": "encode-text@1", "in": {"encoder": {"from": "%s.text"}, "text": "a red apple"}},
                   "latent": {"type": "empty-latent@1", "in": {"width": 64, "height": 64}},
                   "sample": {"type": "sample@1", "in": {"model": {"from": "%s.denoiser"},
                     "positive": {"from": "prompt.conditioning"}, "latent": {"from": "latent.latent"},
                     "seed": {"from": "inputs.seed"}, "steps": 1, "cfg": 1, "sampler": "euler"}}},
                 "outputs": {"result": {"from": "sample.latent"}}}
                """.formatted(lora ? "\"lora\": {\"type\": \"text\"}," : "", lora ? node : "", from, from);
    }

    /** A line of what Linux says of the process, in bytes; 0 elsewhere. */
    private static long resident(String what) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(what + ":"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D+", "")))
                .sum();
    }
}
