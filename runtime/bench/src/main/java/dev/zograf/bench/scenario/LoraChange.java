package dev.zograf.bench.scenario;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Usage;
import dev.zograf.runtime.json.JsonText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A process of its own that paints one small step with a checkpoint, without a LoRA, with one, with another strength of it and with
 * another file, and says what each took more than the plain step, and how the process's memory grew: its own, and the pages of mapped
 * files that it touched.
 */
public final class LoraChange {

    private final Zograf zograf;
    private final String model;
    private final String mode;
    private final PrintWriter out = Say.lines();
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
    public static void main(String[] args) {
        try (Zograf zograf = Zograf.builder().build()) {
            new LoraChange(zograf, args[0], args[3]).run(args[1], args[2], Integer.parseInt(args[4]));
        }
    }

    private void run(String first, String second, int runs) {
        paint("", 0);
        Samples wall = new Samples();
        Samples cpu = new Samples();
        for (int i = 0; i < runs; i++) {
            Cost cost = paint("", 0);
            wall.add(cost.wall);
            cpu.add(cost.cpu);
        }
        plainWall = wall.median();
        plainCpu = cpu.median();
        say("a plain step", plainWall, plainCpu, 0, 0);
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
        Samples wall = new Samples();
        Samples cpu = new Samples();
        long own = 0;
        long mapped = 0;
        for (Cost cost : costs) {
            wall.add(cost.wall - plainWall);
            cpu.add(cost.cpu - plainCpu);
            own += cost.own;
            mapped += cost.mapped;
        }
        say(what, wall.median(), cpu.median(), own, mapped);
    }

    private void say(String what, double wall, double cpu, long own, long mapped) {
        out.println(JsonText.compact(Map.of("what", what, "wall", wall, "cpu", cpu, "own", own, "mapped", mapped)));
    }

    private Cost paint(String lora, double strength) {
        Workflow workflow =
                zograf.read(workflow(!lora.isEmpty(), strength, mode)).with("model", model);
        Workflow ready = (lora.isEmpty() ? workflow : workflow.with("lora", lora)).with("seed", ++seed);
        System.gc();
        long own = Usage.of("RssAnon");
        long mapped = Usage.of("RssFile");
        double cpu = Usage.cpuSeconds();
        long start = System.nanoTime();
        zograf.run(ready);
        double wall = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = Usage.cpuSeconds() - cpu;
        System.gc();
        return new Cost(wall, cpuSeconds, Usage.of("RssAnon") - own, Usage.of("RssFile") - mapped);
    }

    private static String workflow(boolean lora, double strength, String mode) {
        String node = String.format(Locale.ROOT, """
                "lora": {"type": "load-lora@1", "in": {"model": {"from": "model.denoiser"}, "encoder": {"from": "model.text"},
                  "lora": {"from": "inputs.lora"}, "strengthModel": %s, "strengthClip": %s, "mode": "%s"}},
                """, strength, strength, mode);
        String from = lora ? "lora" : "model";
        return String.format(
                Locale.ROOT, """
                {"zograf": 1, "inputs": {"model": {"type": "text"}, %s "seed": {"type": "integer"}},
                 "nodes": {
                   "model": {"type": "load-model@1", "in": {"model": {"from": "inputs.model"}}}, %s
                   "prompt": {"type": "encode-text@1", "in": {"encoder": {"from": "%s.text"}, "text": "a red apple"}},
                   "latent": {"type": "empty-latent@1", "in": {"width": 64, "height": 64}},
                   "sample": {"type": "sample@1", "in": {"model": {"from": "%s.denoiser"},
                     "positive": {"from": "prompt.conditioning"}, "latent": {"from": "latent.latent"},
                     "seed": {"from": "inputs.seed"}, "steps": 1, "cfg": 1, "sampler": "euler"}}},
                 "outputs": {"result": {"from": "sample.latent"}}}
                """, lora ? "\"lora\": {\"type\": \"text\"}," : "", lora ? node : "", from, from);
    }
}
