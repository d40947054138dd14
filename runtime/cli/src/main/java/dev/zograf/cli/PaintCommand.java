package dev.zograf.cli;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Size;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf paint}: a prompt becomes a picture. */
@Command(
        name = "paint",
        description = {"Paint a picture from a prompt.", ""},
        footer = {
            "",
            "Without --model, the model that ships paints 64x64 pixels with DPM++ 2M at cfg 4, and its upscaler enlarges the picture"
                    + " four times. Other models paint in their own size, with their own sampler at cfg 7, and nothing is enlarged"
                    + " unless --upscale names a network."
        })
final class PaintCommand implements Callable<Integer> {

    private static final String DEFAULT_MODEL = "emoji";
    private static final String DEFAULT_UPSCALER = "realesr-animevideov3-x4";
    private static final String NO_UPSCALER = "none";
    private static final double OWN_CFG = 4;

    @Parameters(paramLabel = "PROMPT", description = "What to paint.")
    String prompt;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where to: .png or .jpg; by default a new file named after the prompt. A batch becomes FILE-1, FILE-2, ...")
    @Nullable
    Path output;

    @Option(names = "--negative", paramLabel = "TEXT", description = "What to keep away from.")
    @Nullable
    String negative;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same picture; random by default.")
    @Nullable
    Long seed;

    @Option(names = "--steps", paramLabel = "N", description = "How many steps to denoise in; 20 by default.")
    @Nullable
    Integer steps;

    @Option(
            names = "--cfg",
            paramLabel = "X",
            description = "How strongly to follow the prompt; 1 switches guidance off.")
    @Nullable
    Double cfg;

    @Option(names = "--sampler", paramLabel = "NAME", description = "How to denoise; 'zograf nodes sample' lists them.")
    @Nullable
    String sampler;

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = "Through which noise levels; the model's own by default.")
    @Nullable
    String scheduler;

    @Option(names = "--size", paramLabel = "WxH", description = "The size to paint in, before it is enlarged.")
    @Nullable
    Size size;

    @Option(names = "--batch", paramLabel = "N", description = "How many pictures to paint.")
    int batch = 1;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A folder in the layout of diffusers, a single file, or the name of one in a models folder.")
    String model = DEFAULT_MODEL;

    @Option(
            names = "--upscale",
            paramLabel = "NAME",
            description =
                    "The network that enlarges the picture: a .safetensors file, a name in a models folder, or none.")
    @Nullable
    String upscaler;

    @Mixin
    ComputeOptions compute;

    @Mixin
    TraceOption trace;

    @Mixin
    Common common;

    private final Console console;

    PaintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        OutputFile file = output == null ? OutputFile.forPrompt(Path.of(""), prompt) : OutputFile.of(output);
        long used = seed != null ? seed : new Random().nextInt(Integer.MAX_VALUE);
        Map<String, Object> inputs = inputs(file.name(), used);
        long began = System.nanoTime();
        try (TraceOption.Recording profile = trace.begin();
                Engine engine = new Engine(
                        console,
                        common,
                        profile.apply(compute.apply(Zograf.builder().output(file.folder()))))) {
            Workflow workflow = engine.zograf().read(PaintWorkflow.forInputs(inputs.keySet()));
            for (Map.Entry<String, Object> input : inputs.entrySet()) {
                workflow = workflow.with(input.getKey(), input.getValue());
            }
            Outputs outputs = engine.run(workflow);
            report(outputs, used, engine.warnings(), (System.nanoTime() - began) / 1e9);
        } catch (WorkflowException e) {
            throw plain(e);
        }
        return ExitCode.DONE;
    }

    /** The inputs of paint.json that are not left to the nodes' own defaults. */
    private Map<String, Object> inputs(String name, long used) {
        boolean own = model.equals(DEFAULT_MODEL);
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("prompt", prompt);
        put(inputs, "negative", negative);
        inputs.put("seed", used);
        put(inputs, "steps", steps);
        put(inputs, "cfg", cfg == null && own ? Double.valueOf(OWN_CFG) : cfg);
        put(inputs, "sampler", sampler);
        put(inputs, "scheduler", scheduler);
        if (size != null) {
            inputs.put("width", size.width());
            inputs.put("height", size.height());
        }
        inputs.put("batch", batch);
        inputs.put("model", model);
        String network = upscaler != null ? upscaler : own ? DEFAULT_UPSCALER : NO_UPSCALER;
        put(inputs, "upscaler", network.equals(NO_UPSCALER) ? null : network);
        inputs.put("file", name);
        return inputs;
    }

    private static void put(Map<String, Object> inputs, String name, @Nullable Object value) {
        if (value != null) {
            inputs.put(name, value);
        }
    }

    private void report(Outputs outputs, long used, List<Map<String, Object>> warnings, double seconds) {
        List<?> files = outputs.get("files", List.class);
        Image image = outputs.get("image", Image.class);
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("files", files);
            out.put("seed", used);
            out.put("width", image.width());
            out.put("height", image.height());
            out.put("warnings", warnings);
            out.put("seconds", Math.round(seconds * 1000) / 1000.0);
            console.printText(JsonText.write(out));
        } else if (!common.quiet) {
            files.forEach(file -> console.print(String.valueOf(file)));
            console.say(String.format(Locale.ROOT, "%s, seed %d, %.1f s", image.size(), used, seconds));
        }
    }

    /** The user of this command did not write the workflow: say what is wrong without the place in it. */
    private static RuntimeException plain(WorkflowException e) {
        if (e.kind() != WorkflowException.Kind.INVALID) {
            return e;
        }
        Throwable cause = e.getCause();
        if (cause != null) {
            return new UsageException(String.valueOf(cause.getMessage()), e);
        }
        return new UsageException(
                e.problems().stream().map(PaintCommand::withoutPlace).distinct().collect(Collectors.joining(" ")), e);
    }

    private static String withoutPlace(Problem problem) {
        return (problem.message() + " " + problem.remedy()).strip();
    }
}
