package dev.zograf.bench.scenario;

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
import java.util.Objects;
import java.util.Optional;

/**
 * Processes of their own that open a checkpoint of full size: {@code start} counts from the start of the process, {@code load} from when
 * the libraries are there to where the first step begins, which is its end less the time of the second.
 */
final class LoadScenario implements Scenario {

    private static final int MOST_RUNS = 3;

    private final boolean load;

    private LoadScenario(boolean load) {
        this.load = load;
    }

    static LoadScenario start() {
        return new LoadScenario(false);
    }

    static LoadScenario load() {
        return new LoadScenario(true);
    }

    @Override
    public String name() {
        return load ? "load" : "start";
    }

    @Override
    public String about() {
        return load
                ? "loading SD 1.5 until its first step at 512x512 begins, the libraries being there, computed in float32"
                : "process start to the first step at 512x512 of SD 1.5 done, float16 file, warm page cache, computed in float32";
    }

    @Override
    public boolean large() {
        return true;
    }

    private static final class Times {
        private final Samples wall = new Samples();
        private final Samples begins = new Samples();
        private final Samples picture = new Samples();
        private final Samples cpu = new Samples();
        private long peak;

        void add(Child.Done done, boolean load) {
            double first = at(done, "step 1");
            double started = first - (at(done, "step 2") - first);
            wall.add(load ? Math.max(0, started - at(done, "ready")) : first);
            begins.add(Math.max(0, started));
            picture.add(at(done, "picture"));
            cpu.add(done.cost().cpu());
            peak = Math.max(peak, done.cost().peak());
        }

        private static double at(Child.Done done, String line) {
            return Objects.requireNonNull(done.lines().get(line), line);
        }

        Row row(String what, boolean load) {
            return new Row(what, "s", wall, load ? new Samples() : cpu, peak, Optional.empty());
        }
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException, InterruptedException {
        report.say("opening the checkpoint (it is written if it is not there)");
        Path half = bench.checkpoints().stableDiffusion(DType.F16);
        measure(bench, report, half, load ? "float16 file, warm page cache" : "first step", false);
        if (load) {
            measure(
                    bench,
                    report,
                    bench.checkpoints().stableDiffusion(DType.F32),
                    "float32 file, warm page cache",
                    false);
            if (PageCache.drop(half)) {
                measure(bench, report, half, "float16 file, cold page cache", true);
                report.note(
                        "Cold: before each run the pages of the file were given back (dd oflag=nocache), so that the disk was read.");
            } else {
                report.note("The page cache cannot be told here to forget a file, so that no cold load was measured.");
            }
        }
    }

    private void measure(Workbench bench, Report report, Path model, String what, boolean cold)
            throws IOException, InterruptedException {
        String side = Integer.toString(bench.settings().side(512));
        List<String> ours = OwnJvm.command(FirstStep.class.getName(), List.of(model.toString(), side, "float32"));
        Optional<Python> python = bench.python();
        Times our = new Times();
        Times their = new Times();
        int runs = Math.min(MOST_RUNS, bench.settings().runs());
        // What is not cold has been read once before it counts.
        for (int run = cold ? 1 : 0; run <= runs; run++) {
            report.say(String.format(Locale.ROOT, "%s, run %d of %d", what, run, runs));
            boolean counts = run > 0;
            once(ours, model, cold, counts, our);
            if (python.isPresent() && counts) {
                List<String> theirs =
                        python.get().command("first", List.of("--model", model.toString(), "--size", side));
                once(theirs, model, cold, true, their);
            }
        }
        Row zograf = our.row("zograf, " + what, load);
        Row diffusers = their.row("diffusers, " + what, load);
        report.row(python.isPresent() ? zograf.against(diffusers) : zograf);
        if (python.isPresent()) {
            report.row(diffusers);
        }
        if (!load) {
            both(report, python.isPresent(), "first step begins", our.begins, their.begins);
            both(report, python.isPresent(), "picture", our.picture, their.picture);
        }
    }

    private static void both(Report report, boolean peer, String what, Samples our, Samples their) {
        Row zograf = Row.of("zograf, " + what, "s", our);
        Row diffusers = Row.of("diffusers, " + what, "s", their);
        report.row(peer ? zograf.against(diffusers) : zograf);
        if (peer) {
            report.row(diffusers);
        }
    }

    private void once(List<String> command, Path model, boolean cold, boolean counts, Times times)
            throws IOException, InterruptedException {
        if (cold) {
            PageCache.drop(model);
        }
        Child.Done done = Child.run(command);
        if (counts) {
            times.add(done, load);
        }
    }
}
