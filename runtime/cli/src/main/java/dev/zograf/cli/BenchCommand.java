package dev.zograf.cli;

import dev.zograf.bench.Benchmark;
import dev.zograf.bench.measure.Settings;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf bench}: how fast this machine is, beside diffusers if there is a Python that has it. */
@Command(
        name = "bench",
        description = "Measure how fast this machine is, beside diffusers if there is a Python that has it.",
        footer = {
            "",
            "Scenarios: executor, paint, concurrent, upscale, quality, tiles, plugins, which need nothing; step, decode, text, start, load,"
                    + " lora, controlnet, cache, preview, step-xl, which write checkpoints of 2 to 6 GB with random weights first; all. Without a name,"
                    + " those that need nothing. Not in the same run with anything else on the machine."
        })
final class BenchCommand implements Callable<Integer> {

    private static final String PEER = "diffusers";

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "What to measure; see below.")
    List<String> scenarios = new ArrayList<>();

    @Option(names = "--runs", paramLabel = "N", description = "How often each thing is measured; 5 by default.")
    int runs = 5;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            split = ",",
            description =
                    "float32, float16, bfloat16, int8: a row each where a network has a choice; all but float16 by default.")
    List<String> precisions = new ArrayList<>();

    @Option(
            names = "--against",
            paramLabel = "PEER",
            description = "diffusers: have the Python original take turns with us; needs --python.")
    @Nullable
    String against;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "The interpreter of a virtual environment with torch, diffusers and transformers.")
    @Nullable
    Path python;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where checkpoints are written and kept; zograf-bench by default.")
    Path folder = Path.of("zograf-bench");

    @Option(names = "--json", description = "Print one JSON document on stdout.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not say what is going on.")
    boolean quiet;

    @Option(names = "--verbose", description = "Show where an error comes from.")
    boolean verbose;

    private final Console console;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (against != null && !against.equals(PEER)) {
            throw new UsageException("--against is diffusers, not \"" + against + "\".");
        }
        if (against != null && python == null) {
            throw new UsageException(
                    "--against diffusers needs --python FILE, the interpreter of a virtual environment:"
                            + " python3 -m venv DIR && DIR/bin/pip install torch diffusers transformers, then --python DIR/bin/python.");
        }
        if (against == null && python != null) {
            throw new UsageException("--python is for --against diffusers; say that too.");
        }
        List<String> named = precisions.isEmpty() ? List.of("float32", "bfloat16", "int8") : precisions;
        Benchmark benchmark =
                new Benchmark(new Settings(runs, named, Optional.ofNullable(python), folder, false), scenarios);
        if (!json) {
            console.print(Benchmark.hardware());
        }
        Map<String, Object> measured = benchmark.run(
                report -> {
                    if (!json) {
                        report.toTable().forEach(console::print);
                    }
                },
                line -> {
                    if (!json && !quiet) {
                        console.say("  " + line);
                    }
                });
        if (json) {
            console.printText(JsonText.write(measured));
        }
        return ExitCode.DONE;
    }
}
