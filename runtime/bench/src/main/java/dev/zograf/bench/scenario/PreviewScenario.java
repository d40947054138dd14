package dev.zograf.bench.scenario;

import dev.zograf.bench.measure.Cost;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Side;
import dev.zograf.bench.measure.Workbench;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What previews take of a step. */
final class PreviewScenario implements Scenario {

    /** The works that are measured, with what they are called. */
    private static final Map<String, String> WORKS = new LinkedHashMap<>();

    static {
        WORKS.put("step", "a step");
        WORKS.put("rough", "a preview in rough colours");
        WORKS.put("decoded", "a preview decoded by a tiny autoencoder");
        WORKS.put("previews", "of each of 8 steps, such previews");
    }

    @Override
    public String name() {
        return "preview";
    }

    @Override
    public String about() {
        return "previews while SD 1.5 paints at 512x512 with cfg, beside a U-Net step";
    }

    @Override
    public boolean large() {
        return true;
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException {
        report.say("opening the checkpoints (they are written if they are not there)");
        Path model = bench.checkpoints().stableDiffusion(DType.F32);
        Path tiny = bench.checkpoints().tinyDecoder();
        List<String> given = List.of(
                "model=" + model, "tiny=" + tiny, "size=" + bench.settings().side(512));
        String precision = bench.settings().precisions().get(0);
        Map<String, Samples> wall = new LinkedHashMap<>();
        Map<String, Samples> cpu = new LinkedHashMap<>();
        try (Side side = new Side("zograf", bench.worker(precision, given))) {
            side.work("decoded");
            for (int i = 0; i < bench.settings().runs(); i++) {
                for (String work : WORKS.keySet()) {
                    report.say(work + ", run " + (i + 1));
                    Cost cost = side.work(work);
                    wall.computeIfAbsent(work, key -> new Samples()).add(cost.wall());
                    cpu.computeIfAbsent(work, key -> new Samples()).add(cost.cpu());
                }
            }
        }
        Row step = row("step", wall, cpu);
        report.row(step);
        for (String work : WORKS.keySet()) {
            if (!work.equals("step")) {
                report.row(row(work, wall, cpu).against(step));
            }
        }
    }

    private static Row row(String work, Map<String, Samples> wall, Map<String, Samples> cpu) {
        return new Row(
                WORKS.getOrDefault(work, work),
                "s",
                wall.getOrDefault(work, new Samples()),
                cpu.getOrDefault(work, new Samples()),
                0,
                Optional.empty());
    }
}
