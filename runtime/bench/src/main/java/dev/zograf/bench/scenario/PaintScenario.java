package dev.zograf.bench.scenario;

import dev.zograf.bench.measure.Child;
import dev.zograf.bench.measure.Cost;
import dev.zograf.bench.measure.OwnJvm;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code zograf paint} with the model that ships, from process start to the end of the process, the picture being written. */
final class PaintScenario implements Scenario {

    @Override
    public String name() {
        return "paint";
    }

    @Override
    public String about() {
        return "zograf paint with the model and the upscaler that ship, process start to end";
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("zograf-bench-");
        Map<String, List<String>> commands = new LinkedHashMap<>();
        for (String precision : bench.settings().precisions()) {
            commands.put("zograf " + precision, ours(folder.resolve(precision + ".png"), precision));
        }
        if (bench.python().isPresent()) {
            Path model = bench.shipped("checkpoints", "emoji");
            Path upscaler = bench.shipped("upscale_models", "realesr-animevideov3-x4.safetensors");
            commands.put(
                    "diffusers float32",
                    bench.python()
                            .get()
                            .command(
                                    "paint",
                                    List.of(
                                            "--model",
                                            model.toString(),
                                            "--upscaler",
                                            upscaler.toString(),
                                            "--output",
                                            folder.resolve("peer.png").toString())));
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        commands.keySet()
                .forEach(name -> rows.put(name, new Row(name, "s", new Samples(), new Samples(), 0, Optional.empty())));
        for (int run = 0; run <= bench.settings().runs(); run++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                report.say(command.getKey() + ", run " + run);
                Cost cost = Child.run(command.getValue()).cost();
                if (run > 0) {
                    rows.computeIfPresent(command.getKey(), (name, row) -> plus(row, cost));
                }
            }
        }
        Folders.delete(folder);
        Row peer = rows.get("diffusers float32");
        rows.forEach((name, row) -> report.row(peer == null || name.startsWith("diffusers") ? row : row.against(peer)));
    }

    private static Row plus(Row row, Cost cost) {
        row.values().add(cost.wall());
        row.cpu().add(cost.cpu());
        return new Row(row.what(), row.unit(), row.values(), row.cpu(), Math.max(row.peak(), cost.peak()), row.ratio());
    }

    /** The launcher of the distribution if this is one, else the command line's class. */
    private static List<String> ours(Path picture, String precision) {
        List<String> paint = List.of(
                "paint", "a red apple", "--seed", "1", "-q", "--precision", precision, "-o", picture.toString());
        String home = System.getProperty("zograf.home");
        if (home != null && Files.isExecutable(Path.of(home, "bin", "zograf"))) {
            List<String> command =
                    new ArrayList<>(List.of(Path.of(home, "bin", "zograf").toString()));
            command.addAll(paint);
            return command;
        }
        return OwnJvm.command("dev.zograf.cli.ZografCommand", paint);
    }
}
