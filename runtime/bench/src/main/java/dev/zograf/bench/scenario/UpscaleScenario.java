package dev.zograf.bench.scenario;

import dev.zograf.bench.measure.Contest;
import dev.zograf.bench.measure.Entrant;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The upscaler that ships over a picture of 512x512, which is read from a PNG on our side and is there already on the other. */
final class UpscaleScenario implements Scenario {

    private static final long MEMORY = 3L << 30;

    @Override
    public String name() {
        return "upscale";
    }

    @Override
    public String about() {
        return "a picture of 512x512 enlarged four times by the upscaler that ships";
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException {
        String side = Integer.toString(bench.settings().side(512));
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(
                new Entrant("zograf float32", false, true, MEMORY, bench.worker("float32", List.of("size=" + side))));
        if (bench.python().isPresent()) {
            Path file = bench.shipped("upscale_models", "realesr-animevideov3-x4.safetensors");
            Optional<List<String>> peer = bench.python()
                    .map(python ->
                            python.command("serve", List.of("upscale", "--upscaler", file.toString(), "--size", side)));
            entrants.add(new Entrant("PyTorch float32", true, true, MEMORY, peer.orElseThrow()));
        }
        new Contest(entrants, bench.settings().runs(), report).run("upscale");
    }
}
