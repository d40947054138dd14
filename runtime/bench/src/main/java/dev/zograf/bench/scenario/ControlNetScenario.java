package dev.zograf.bench.scenario;

import dev.zograf.bench.checkpoint.Checkpoints;
import dev.zograf.bench.measure.Contest;
import dev.zograf.bench.measure.Cost;
import dev.zograf.bench.measure.Entrant;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Side;
import dev.zograf.bench.measure.Workbench;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A step with a ControlNet beside the original's, and what it takes more than a plain step, in CPU seconds, which other work hardly changes. */
final class ControlNetScenario implements Scenario {

    @Override
    public String name() {
        return "controlnet";
    }

    @Override
    public String about() {
        return "one U-Net step of SD 1.5 at 512x512 with cfg and a full-size ControlNet, and what it takes more than a plain one";
    }

    @Override
    public boolean large() {
        return true;
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException {
        report.say("opening the checkpoints (they are written if they are not there)");
        Path model = bench.checkpoints().stableDiffusion(DType.F32);
        Path net = bench.checkpoints().controlNet(DType.F32);
        int side = bench.settings().side(512);
        Path picture = Waves.write(bench.settings().folder().resolve("control-" + side + ".png"), side, 0);
        List<String> given = List.of("model=" + model, "net=" + net, "picture=" + picture, "size=" + side);
        long memory = (Checkpoints.size(model) + Checkpoints.size(net)) * 5 / 4 + (1L << 30);
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(new Entrant("zograf float32", false, true, memory, bench.worker("float32", given)));
        bench.python()
                .ifPresent(python -> entrants.add(new Entrant(
                        "diffusers float32",
                        true,
                        true,
                        memory,
                        python.command(
                                "serve",
                                List.of(
                                        "controlled",
                                        "--model",
                                        model.toString(),
                                        "--net",
                                        net.toString(),
                                        "--size",
                                        Integer.toString(side))))));
        new Contest(entrants, bench.settings().runs(), report).run("controlled");
        added(bench, report, given);
    }

    /** Plain and controlled steps of one process take turns. */
    private static void added(Workbench bench, Report report, List<String> given) throws IOException {
        Samples plain = new Samples();
        Samples controlled = new Samples();
        try (Side side = new Side("zograf", bench.worker("float32", given))) {
            side.work("step");
            side.work("controlled");
            for (int i = 0; i < bench.settings().runs(); i++) {
                report.say("plain and controlled, run " + (i + 1));
                Cost without = side.work("step");
                Cost with = side.work("controlled");
                plain.add(without.cpu());
                controlled.add(with.cpu());
            }
        }
        Row without = new Row("CPU of a plain step", "s", plain, new Samples(), 0, Optional.empty());
        report.row(without);
        report.row(Row.of("CPU of a controlled step", "s", controlled).against(without));
    }
}
