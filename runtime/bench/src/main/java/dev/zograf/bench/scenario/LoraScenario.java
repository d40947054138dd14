package dev.zograf.bench.scenario;

import dev.zograf.bench.measure.Child;
import dev.zograf.bench.measure.OwnJvm;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What it takes to apply a LoRA, to change its strength, to change it for another, and to take it away, as branches and merged. */
final class LoraScenario implements Scenario {

    @Override
    public String name() {
        return "lora";
    }

    @Override
    public String about() {
        return "a LoRA of rank 16 in all attention layers of SD 1.5: what a run at 64x64 takes more than a plain step";
    }

    @Override
    public boolean large() {
        return true;
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException, InterruptedException {
        report.say("opening the checkpoint (it is written if it is not there)");
        Path model = bench.checkpoints().stableDiffusion(DType.F32);
        Path first = bench.checkpoints().lora(1);
        Path second = bench.checkpoints().lora(2);
        for (String mode : List.of("auto", "merged")) {
            report.say("mode " + mode);
            List<String> arguments = List.of(
                    model.toString(),
                    first.toString(),
                    second.toString(),
                    mode,
                    Integer.toString(bench.settings().runs()));
            for (String line : Child.run(OwnJvm.command(LoraChange.class.getName(), arguments))
                    .said()) {
                row(report, mode, (Map<?, ?>) JsonText.parse(line).orElseThrow());
            }
        }
    }

    private static void row(Report report, String mode, Map<?, ?> json) {
        String what = mode + ": " + json.get("what");
        report.row(new Row(
                what, "s", Samples.of(number(json, "wall")), Samples.of(number(json, "cpu")), 0, Optional.empty()));
        report.note(String.format(
                Locale.ROOT,
                "%s: memory %+.1f MB, mapped pages %+.1f MB",
                what,
                number(json, "own") / 1048576,
                number(json, "mapped") / 1048576));
    }

    private static double number(Map<?, ?> json, String name) {
        return json.get(name) instanceof Number number ? number.doubleValue() : 0;
    }
}
