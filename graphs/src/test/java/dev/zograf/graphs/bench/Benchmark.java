package dev.zograf.graphs.bench;

import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the engine by scenario: {@code executor}, {@code paint} (the default model from process start to file), {@code start} (a
 * full-size half-precision checkpoint from process start to the first step, and peak memory), {@code step} (one UNet step at
 * 512x512 with cfg, beside diffusers in the same run if {@code --python} names an interpreter that has it), {@code controlnet} (what a
 * ControlNet adds to such a step), {@code tiles} (what memory large pictures take beyond themselves), {@code lora} (what
 * applying and changing a LoRA takes), {@code plugins}.
 */
final class Benchmark {

    private static final int NODES = 10_000;

    private final Map<String, String> options;
    private final Path root = Path.of(System.getProperty("zograf.root", "."));

    private Benchmark(Map<String, String> options) {
        this.options = options;
    }

    /** Names of scenarios, and options {@code --python FILE}, {@code --folder DIR}, {@code --runs N}. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new TreeMap<>(Map.of("--folder", "graphs/target/bench", "--runs", "5"));
        List<String> scenarios = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--") && i + 1 < args.length) {
                options.put(args[i], args[++i]);
            } else {
                scenarios.add(args[i]);
            }
        }
        Benchmark benchmark = new Benchmark(options);
        System.out.println(System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java " + Runtime.version());
        for (String scenario : scenarios.isEmpty()
                ? List.of("executor", "paint", "start", "step", "controlnet", "tiles", "lora", "plugins")
                : scenarios) {
            System.out.println(scenario + ":");
            switch (scenario) {
                case "executor" -> benchmark.executor();
                case "paint" -> benchmark.paint();
                case "start" -> benchmark.start();
                case "step" -> benchmark.step();
                case "controlnet" -> benchmark.controlnet();
                case "tiles" -> benchmark.tiles();
                case "lora" -> benchmark.lora();
                case "plugins" -> new PluginBenchmark().run(benchmark.runs(), benchmark::java);
                default ->
                    throw new IllegalArgumentException("There is no scenario " + scenario
                            + "; there are executor, paint, start, step, controlnet, tiles, lora and plugins.");
            }
        }
    }

    private int runs() {
        return Integer.parseInt(options.getOrDefault("--runs", "5"));
    }

    private void executor() {
        StringBuilder json =
                new StringBuilder("{\"zograf\": 1, \"inputs\": {\"x\": {\"type\": \"integer\"}}, \"nodes\": {");
        for (int i = 0; i < NODES; i++) {
            String before = i == 0 ? "inputs.x" : "n" + (i - 1) + ".sum";
            String other = i < 100 ? "1" : "{\"from\": \"n" + (i - 100) + ".sum\"}";
            json.append(i == 0 ? "" : ",")
                    .append("\"n%d\": {\"type\": \"bench.add@1\", \"in\": {\"a\": {\"from\": \"%s\"}, \"b\": %s}}"
                            .formatted(i, before, other));
        }
        json.append("}, \"outputs\": {\"sum\": {\"from\": \"n" + (NODES - 1) + ".sum\"}}}");
        Timings read = new Timings();
        Timings first = new Timings();
        Timings second = new Timings();
        try (Zograf zograf = Zograf.builder().nodePlugins(new TrivialNodes()).build()) {
            for (int i = 0; i < runs(); i++) {
                long start = System.nanoTime();
                Workflow workflow = zograf.read(json.toString()).with("x", (long) i);
                read.add((System.nanoTime() - start) / 1e9);
                int before = TrivialNodes.RUNS.get();
                first.add(seconds(zograf, workflow));
                int ran = TrivialNodes.RUNS.get() - before;
                second.add(seconds(zograf, workflow));
                int again = TrivialNodes.RUNS.get() - before - ran;
                if (ran != NODES || again != 0) {
                    throw new IllegalStateException(ran + " nodes ran at first and " + again + " the second time.");
                }
            }
        }
        System.out.println("  " + NODES + " nodes read and checked: " + read);
        System.out.println("  planned and run:          " + first);
        System.out.println("  the same again:           " + second);
    }

    private static double seconds(Zograf zograf, Workflow workflow) {
        long start = System.nanoTime();
        zograf.run(workflow);
        return (System.nanoTime() - start) / 1e9;
    }

    private void paint() throws IOException, InterruptedException {
        Path picture = Files.createTempFile("zograf", ".png");
        Timings timings = new Timings();
        for (int i = 0; i < runs() + 1; i++) {
            long start = System.nanoTime();
            exec(List.of(
                    root.resolve("zograf").toString(),
                    "paint",
                    "a red apple",
                    "--seed",
                    "1",
                    "-o",
                    picture.toString()));
            if (i > 0) {
                timings.add((System.nanoTime() - start) / 1e9);
            }
        }
        Files.delete(picture);
        System.out.println("  zograf paint, process start to file: " + timings);
    }

    private void start() throws IOException, InterruptedException {
        Path model = checkpoint(DType.F16);
        for (int i = 0; i < Math.min(3, runs()); i++) {
            System.out.print("  " + java(FirstStep.class, model.toString()));
        }
    }

    private void lora() throws IOException, InterruptedException {
        Path model = checkpoint(DType.F32);
        List<String> files = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            Path file = model.resolveSibling("lora" + i + ".safetensors");
            if (!Files.exists(file)) {
                RandomCheckpoint.stableDiffusion15(DType.F16).writeLora(file, 16);
            }
            files.add(file.toString());
        }
        for (String mode : List.of("auto", "merged")) {
            System.out.print(
                    java(LoraChange.class, model.toString(), files.get(0), files.get(1), mode, String.valueOf(runs())));
        }
    }

    private void step() throws IOException {
        Path model = checkpoint(DType.F32);
        String python = options.get("--python");
        Timings ours = new Timings();
        Timings theirs = new Timings();
        try (Peer peer = python == null
                        ? null
                        : new Peer(
                                Path.of(python),
                                root.resolve("graphs/bench/diffusers_peer.py"),
                                model,
                                Runtime.getRuntime().availableProcessors());
                Zograf zograf = Zograf.builder().build()) {
            Workflow workflow =
                    zograf.read(FirstStep.workflow(2, "sample.latent")).with("model", model.toString());
            for (int i = 0; i <= runs(); i++) {
                List<Long> done = new ArrayList<>();
                zograf.run(workflow.with("seed", (long) i), event -> {
                    if (event instanceof RunEvent.Progress step && step.node().equals("sample")) {
                        done.add(System.nanoTime());
                    }
                });
                double our = (done.get(done.size() - 1) - done.get(done.size() - 2)) / 1e9;
                if (i > 0) {
                    ours.add(our);
                }
                if (peer != null) {
                    double their = peer.seconds("step");
                    if (i > 0) {
                        theirs.add(their);
                    }
                }
            }
            System.out.println("  zograf:    " + ours);
            if (peer != null) {
                System.out.println("  diffusers: " + theirs + " " + peer.versions());
                System.out.printf(Locale.ROOT, "  zograf / diffusers: %.3f%n", ours.median() / theirs.median());
            }
        }
    }

    private void controlnet() throws IOException {
        Path model = checkpoint(DType.F32);
        Path net = model.resolveSibling("sd15-controlnet-" + DType.F32);
        if (!Files.exists(net)) {
            System.out.println("  writing " + net);
            Path whole = net.resolveSibling(net.getFileName() + ".part");
            RandomCheckpoint.stableDiffusion15(DType.F32).writeControlNet(whole);
            Files.move(whole, net);
        }
        new ControlBenchmark(model, net, root.resolve("graphs/pictures/txt2img.png")).run(runs());
    }

    private void tiles() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(root.resolve(options.getOrDefault("--folder", "")));
        new TilesBenchmark(folder, this::java).run();
    }

    /** A full-size checkpoint with random weights; written once. */
    private Path checkpoint(DType dtype) throws IOException {
        Path folder = root.resolve(options.getOrDefault("--folder", "")).resolve("sd15-" + dtype);
        if (!Files.exists(folder.resolve("vae/diffusion_pytorch_model.safetensors"))) {
            System.out.println("  writing " + folder);
            RandomCheckpoint.stableDiffusion15(dtype)
                    .write(folder, root.resolve("graphs/src/test/resources/parity/_models/sd15-tiny/tokenizer"));
        }
        return folder;
    }

    private String java(Class<?> main, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return exec(command);
    }

    private static String exec(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with the exit code " + process.exitValue() + ".");
        }
        return out;
    }
}
