package dev.zograf.bench.scenario;

import dev.zograf.bench.checkpoint.Checkpoints;
import dev.zograf.bench.measure.Contest;
import dev.zograf.bench.measure.Entrant;
import dev.zograf.bench.measure.Python;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One network of one model, at each precision, and the Python original beside it. */
final class NetworkScenario implements Scenario {

    private static final long PROCESS = 1L << 30;

    private final String name;
    private final String about;
    private final String work;
    private final int size;
    private final boolean precise;
    private final boolean xl;

    private NetworkScenario(String name, String about, String work, int size, boolean precise, boolean xl) {
        this.name = name;
        this.about = about;
        this.work = work;
        this.size = size;
        this.precise = precise;
        this.xl = xl;
    }

    static NetworkScenario step() {
        return new NetworkScenario(
                "step",
                "one U-Net step of SD 1.5 at 512x512 with cfg (batch 2), float32 file",
                "step",
                512,
                true,
                false);
    }

    static NetworkScenario stepXl() {
        return new NetworkScenario(
                "step-xl",
                "one U-Net step of SDXL at 768x768 with cfg (batch 2), float16 file",
                "step",
                768,
                true,
                true);
    }

    static NetworkScenario decode() {
        return new NetworkScenario(
                "decode", "a latent of 512x512 through the VAE of SD 1.5, float32 file", "decode", 512, true, false);
    }

    static NetworkScenario text() {
        return new NetworkScenario(
                "text", "two prompts through the text encoder of SD 1.5, float32 file", "text", 512, false, false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public boolean large() {
        return true;
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException {
        report.say("opening the checkpoint (it is written if it is not there)");
        Path model =
                xl ? bench.checkpoints().xl(DType.F16) : bench.checkpoints().stableDiffusion(DType.F32);
        long floats = Checkpoints.size(model) * (xl ? 2 : 1) * (work.equals("step") ? 5 : 1) / 5;
        int side = bench.settings().side(size);
        List<String> given = List.of("model=" + model, "size=" + side);
        List<Entrant> entrants = new ArrayList<>();
        for (String precision : precise ? bench.settings().precisions() : List.of("float32")) {
            boolean exact = precision.equals("float32");
            // Weights of less precise networks are packed from pages of the file, which count until they are given
            // back.
            entrants.add(new Entrant(
                    "zograf " + precision,
                    false,
                    exact,
                    floats * (exact ? 5 : 4) / 4 + PROCESS,
                    bench.worker(precision, given)));
        }
        bench.python().ifPresent(python -> {
            entrants.add(peer(python, model, side, "float32", false, floats));
            if (precise) {
                entrants.add(peer(python, model, side, "bfloat16", false, floats / 2));
            }
            if (name.equals("step")) {
                entrants.add(peer(python, model, side, "bfloat16", true, floats / 2));
            }
        });
        new Contest(entrants, bench.settings().runs(), report).run(work);
    }

    private Entrant peer(Python python, Path model, int side, String dtype, boolean channelsLast, long bytes) {
        List<String> options = new ArrayList<>(
                List.of(work, "--model", model.toString(), "--size", Integer.toString(side), "--dtype", dtype));
        if (channelsLast) {
            options.add("--channels-last");
        }
        return new Entrant(
                String.format(Locale.ROOT, "diffusers %s%s", dtype, channelsLast ? " channels-last" : ""),
                true,
                dtype.equals("float32"),
                bytes * 5 / 4 + PROCESS,
                python.command("serve", options));
    }
}
