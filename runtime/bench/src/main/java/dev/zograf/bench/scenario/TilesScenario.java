package dev.zograf.bench.scenario;

import dev.zograf.bench.measure.Child;
import dev.zograf.bench.measure.OwnJvm;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What memory large pictures take that are made in tiles, beyond the picture itself and what it is made of (a float for each channel of a
 * pixel, of the source's transparency, and of a latent): each size is made by a process of its own, {@link TiledPicture}.
 */
final class TilesScenario implements Scenario {

    private static final List<Integer> SIDES = List.of(1024, 2048, 4096);
    private static final double MEBIBYTE = 1048576;

    @Override
    public String name() {
        return "tiles";
    }

    @Override
    public String about() {
        return "peak memory beyond the picture of processes that make one of 1024², 2048² and 4096² in tiles";
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("zograf-bench-");
        try {
            for (String kind : TiledPicture.KINDS.keySet().stream().sorted().toList()) {
                for (int side : bench.settings().small() ? List.of(256) : SIDES) {
                    report.say(kind + ", " + side + "x" + side);
                    Path source = Waves.write(folder.resolve("source-" + side / 4 + ".png"), side / 4, 0);
                    List<String> said = Child.run(OwnJvm.command(
                                    TiledPicture.class.getName(),
                                    List.of(kind, source.toString(), Integer.toString(side), folder.toString())))
                            .said();
                    long peak = Long.parseLong(said.get(0));
                    long pictures = Long.parseLong(said.get(1));
                    report.row(Row.of(kind + " " + side + "x" + side, "MiB", Samples.of((peak - pictures) / MEBIBYTE)));
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }
}
