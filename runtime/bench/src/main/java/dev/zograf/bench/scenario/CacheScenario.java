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
import java.util.List;
import java.util.Optional;

/** What is left of a step when only what lies outside of the outermost skip is computed, at each precision. */
final class CacheScenario implements Scenario {

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public String about() {
        return "step caching: one U-Net step of SD 1.5 at 512x512 with cfg (batch 2) as a whole, and one in between";
    }

    @Override
    public boolean large() {
        return true;
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException {
        report.say("opening the checkpoint (it is written if it is not there)");
        Path model = bench.checkpoints().stableDiffusion(DType.F32);
        List<String> given =
                List.of("model=" + model, "size=" + bench.settings().side(512));
        for (String precision : bench.settings().precisions()) {
            Samples whole = new Samples();
            Samples between = new Samples();
            Samples wholeCpu = new Samples();
            Samples betweenCpu = new Samples();
            long peak = 0;
            try (Side side = new Side("zograf", bench.worker(precision, given))) {
                side.work("whole");
                for (int i = 0; i < bench.settings().runs(); i++) {
                    report.say(precision + ", run " + (i + 1));
                    Cost all = side.work("whole");
                    Cost part = side.work("between");
                    whole.add(all.wall());
                    wholeCpu.add(all.cpu());
                    between.add(part.wall());
                    betweenCpu.add(part.cpu());
                    peak = Math.max(peak, part.peak());
                }
            }
            Row first = new Row(precision + ", whole", "s", whole, wholeCpu, peak, Optional.empty());
            report.row(first);
            report.row(
                    new Row(precision + ", in between", "s", between, betweenCpu, 0, Optional.empty()).against(first));
        }
    }
}
