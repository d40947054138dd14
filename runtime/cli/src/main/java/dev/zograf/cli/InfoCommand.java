package dev.zograf.cli;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.tensor.Weight;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zograf info}. */
@Command(
        name = "info",
        description =
                "Say what is in a model: family, layout, components, parameters, types of numbers; or how a PNG was made.")
final class InfoCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "MODEL",
            description = "A folder or .safetensors file, or the name of a model that is known; or a PNG file.")
    String model;

    @Mixin
    Common common;

    private final Console console;

    InfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (PictureInfo.is(model)) {
            new PictureInfo(console, common).print(model);
            return ExitCode.DONE;
        }
        try (ModelRoots roots =
                new ModelRoots(common.modelRoots(), new BundledModels(InfoCommand.class.getClassLoader()))) {
            ModelSummary summary = ModelSummary.of(NamedModel.open(model, roots));
            if (common.json) {
                console.printText(JsonText.write(summary.toJson()));
            } else {
                print(summary);
            }
        }
        return ExitCode.DONE;
    }

    private void print(ModelSummary summary) {
        console.print(summary.name());
        row("family", summary.family());
        row("layout", summary.layout());
        summary.details().forEach((name, value) -> row(name, String.valueOf(value)));
        row(
                "parameters",
                count(summary.parameters()) + " in " + types(summary.dtypes()) + ", " + size(summary.bytes()));
        for (ModelSummary.Component component : summary.components()) {
            String name = component.name().isEmpty() ? "tensors" : component.name();
            String type = component.type().isEmpty() ? "" : component.type() + ", ";
            row(
                    name,
                    type + component.tensors().size() + " tensors, " + count(component.parameters()) + " parameters in "
                            + types(component.dtypes()) + ", " + size(component.bytes()));
            if (common.verbose) {
                for (Weight weight : component.tensors()) {
                    console.print(
                            "    " + weight.name() + "  " + weight.dtype() + " " + Arrays.toString(weight.shape()));
                }
            }
        }
    }

    private void row(String name, String value) {
        console.print(String.format(Locale.ROOT, "  %-14s %s", name, value));
    }

    private static String types(Map<String, Long> dtypes) {
        return String.join(", ", dtypes.keySet());
    }

    private static String count(long parameters) {
        return parameters < 10_000 ? Long.toString(parameters) : String.format(Locale.ROOT, "%.2f M", parameters / 1e6);
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
