package dev.zograf.bench.scenario;

import dev.zograf.Run;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Usage;
import dev.zograf.bench.measure.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Pictures of the model that ships on one engine: so many runs at once, and as many one after the other, in turns. */
final class ConcurrentScenario implements Scenario {

    private static final int PICTURES = 16;

    @Override
    public String name() {
        return "concurrent";
    }

    @Override
    public String about() {
        return PICTURES + " default pictures at once on one engine, against " + PICTURES + " in sequence";
    }

    @Override
    public void run(Workbench bench, Report report) {
        int pictures = bench.settings().small() ? 2 : PICTURES;
        Samples sequence = new Samples();
        Samples sequenceCpu = new Samples();
        Samples once = new Samples();
        Samples onceCpu = new Samples();
        try (Zograf zograf = Zograf.builder().build()) {
            Workflow workflow = zograf.read(String.format(Locale.ROOT, Templates.painting(), "", ""));
            long seed = 0;
            zograf.run(workflow.with("seed", seed++));
            for (int run = 1; run <= bench.settings().runs(); run++) {
                report.say("run " + run + " of " + bench.settings().runs());
                double cpu = Usage.cpuSeconds();
                long start = System.nanoTime();
                for (int i = 0; i < pictures; i++) {
                    zograf.run(workflow.with("seed", seed++));
                }
                sequence.add((System.nanoTime() - start) / 1e9);
                sequenceCpu.add(Usage.cpuSeconds() - cpu);
                cpu = Usage.cpuSeconds();
                start = System.nanoTime();
                List<Run> all = new ArrayList<>();
                for (int i = 0; i < pictures; i++) {
                    all.add(zograf.start(workflow.with("seed", seed++)));
                }
                all.forEach(Run::join);
                once.add((System.nanoTime() - start) / 1e9);
                onceCpu.add(Usage.cpuSeconds() - cpu);
            }
        }
        Row one = new Row(pictures + " in sequence", "s", sequence, sequenceCpu, 0, Optional.empty());
        report.row(new Row(pictures + " at once", "s", once, onceCpu, Usage.peak(), Optional.empty()).against(one));
        report.row(one);
    }
}
