package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelKinds;
import dev.zograf.runtime.model.ModelRoots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zograf models}. */
@Command(
        name = "models",
        description =
                "List the models in the models folders and those that ship; what cannot be used is listed with the reason.")
final class ModelsCommand implements Callable<Integer> {

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only those of a kind, a sub-folder of a models folder: checkpoints, loras, vae, ...")
    @Nullable
    String kind;

    @Mixin
    Common common;

    private final Console console;

    ModelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (kind != null && !ModelKinds.all().contains(kind)) {
            throw new UsageException(
                    "There is no kind \"" + kind + "\"; kinds are " + String.join(", ", ModelKinds.all()) + ".");
        }
        List<Map<String, Object>> models = new ArrayList<>();
        try (ModelRoots roots =
                new ModelRoots(common.modelRoots(), new BundledModels(ModelsCommand.class.getClassLoader()))) {
            for (ModelRoots.Found found : roots.list()) {
                if (kind == null || ModelKinds.folders(kind).contains(found.kind())) {
                    models.add(describe(found, roots));
                }
            }
        }
        if (common.json) {
            console.printText(JsonText.write(Map.of("models", models)));
        } else {
            print(models);
        }
        return ExitCode.DONE;
    }

    /** A model that is damaged in any way is one line of the list, not its end. */
    private static Map<String, Object> describe(ModelRoots.Found found, ModelRoots roots) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", found.kind());
        out.put("name", found.name());
        try {
            ModelSummary summary =
                    ModelSummary.of(roots.open(found.kind().isEmpty() ? "checkpoints" : found.kind(), found.name()));
            out.put("family", summary.family());
            Object variant = summary.details().get("variant");
            if (variant != null) {
                out.put("variant", variant);
            }
            out.put("layout", summary.layout());
            out.put("dtype", summary.dtype());
            out.put("bytes", summary.bytes());
        } catch (BadFileException e) {
            out.put("problem", String.valueOf(e.getMessage()));
        }
        return out;
    }

    private void print(List<Map<String, Object>> models) {
        String last = "";
        for (Map<String, Object> model : models) {
            String of = String.valueOf(model.get("kind"));
            if (!of.equals(last)) {
                console.print(of);
                last = of;
            }
            console.print("  " + model.get("name"));
            console.print("      "
                    + (model.containsKey("problem") ? "cannot be used: " + model.get("problem") : line(model)));
        }
    }

    private static String line(Map<String, Object> model) {
        Object variant = model.get("variant");
        long bytes = model.get("bytes") instanceof Long number ? number : 0;
        return model.get("family") + (variant == null ? "" : " (" + variant + ")") + ", " + model.get("layout") + ", "
                + model.get("dtype") + String.format(Locale.ROOT, ", %.1f MiB", bytes / 1048576.0);
    }
}
