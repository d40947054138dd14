package dev.zograf.bench.scenario;

import dev.zograf.bench.checkpoint.Checkpoints;
import dev.zograf.bench.measure.Child;
import dev.zograf.bench.measure.OwnJvm;
import dev.zograf.bench.measure.Python;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The most memory of a process that makes a picture of 512x512 with SD 1.5, decoded as a whole, beyond its weights as 32-bit floats. */
final class PictureScenario implements Scenario {

    private static final double GIGA = 1e9;

    @Override
    public String name() {
        return "picture";
    }

    @Override
    public String about() {
        return "peak memory beyond the weights of two steps and a picture of 512x512 with SD 1.5, float16 file, computed in float32";
    }

    @Override
    public boolean large() {
        return true;
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException, InterruptedException {
        report.say("opening the checkpoint (it is written if it is not there)");
        Path model = bench.checkpoints().stableDiffusion(DType.F16);
        String side = Integer.toString(bench.settings().side(512));
        double weights = 2.0 * Checkpoints.size(model);
        report.note(String.format(Locale.ROOT, "All weights as 32-bit floats are %.2f GB.", weights / GIGA));
        List<String> ours = OwnJvm.command(FirstStep.class.getName(), List.of(model.toString(), side, "float32"));
        long zograf = Child.run(ours).cost().peak();
        report.row(peak("zograf", zograf, weights));
        Row beyond = beyond("zograf", zograf, weights);
        Optional<Python> python = bench.python();
        if (python.isEmpty()) {
            report.row(beyond);
            return;
        }
        long diffusers = Child.run(python.get().command("first", List.of("--model", model.toString(), "--size", side)))
                .cost()
                .peak();
        Row theirs = beyond("diffusers", diffusers, weights);
        report.row(beyond.against(theirs));
        report.row(peak("diffusers", diffusers, weights));
        report.row(theirs);
    }

    private static Row peak(String who, long bytes, double weights) {
        Row.Ratio ratio = new Row.Ratio(bytes / weights, "all weights");
        return new Row(who + ", peak", "GB", Samples.of(bytes / GIGA), new Samples(), bytes, Optional.of(ratio));
    }

    private static Row beyond(String who, long bytes, double weights) {
        return Row.of(who + ", beyond the weights", "GB", Samples.of((bytes - weights) / GIGA));
    }
}
