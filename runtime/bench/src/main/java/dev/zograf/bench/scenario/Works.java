package dev.zograf.bench.scenario;

import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.bench.measure.Cost;
import dev.zograf.bench.measure.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The works that our side of a contest does, each time with another seed, text or picture, so that no result is there already. */
final class Works implements AutoCloseable {

    private final Zograf zograf;
    private final Map<String, String> given;
    private final Path folder;
    private long turn;

    Works(Zograf zograf, Map<String, String> given) throws IOException {
        this.zograf = zograf;
        this.given = given;
        folder = Files.createTempDirectory("zograf-bench-");
    }

    private record Moment(double wall, double cpu) {

        static Moment now() {
            return new Moment(System.nanoTime() / 1e9, Usage.cpuSeconds());
        }

        Cost since(Moment before) {
            return new Cost(wall - before.wall, cpu - before.cpu, Usage.peak());
        }
    }

    /** Does the work once. */
    Cost run(String work) throws IOException {
        turn++;
        return switch (work) {
            case "step" -> lastStep(zograf.read(Templates.steps(false)));
            case "whole" -> lastStep(zograf.read(Templates.cached()).with("steps", 3));
            case "between" -> lastStep(zograf.read(Templates.cached()).with("steps", 2));
            case "rough" -> previews(zograf.read(Templates.previewed(false)).with("steps", 2));
            case "decoded" ->
                previews(zograf.read(Templates.previewed(true))
                        .with("tiny", value("tiny"))
                        .with("steps", 1));
            case "previews" ->
                previews(zograf.read(Templates.previewed(true))
                        .with("tiny", value("tiny"))
                        .with("steps", 8));
            case "controlled" ->
                lastStep(zograf.read(Templates.controlled())
                        .with("net", value("net"))
                        .with("picture", value("picture")));
            case "decode" -> whole(sized(zograf.read(Templates.decode())));
            case "text" ->
                whole(zograf.read(Templates.text())
                        .with("model", value("model"))
                        .with("text", "a red apple, picture " + turn)
                        .with("other", "blurred, picture " + turn));
            case "upscale" ->
                whole(zograf.read(Templates.upscale())
                        .with(
                                "image",
                                Waves.write(folder.resolve(turn + ".png"), Integer.parseInt(value("size")), turn)
                                        .toString()));
            default -> throw new IllegalArgumentException("There is no work " + work + ".");
        };
    }

    private String value(String name) {
        return Objects.requireNonNull(given.get(name), name);
    }

    private Workflow sized(Workflow workflow) {
        return workflow.with("model", value("model")).with("seed", turn).with("size", Long.parseLong(value("size")));
    }

    /** The last of several steps: those before may have loaded something. */
    private Cost lastStep(Workflow workflow) {
        List<Moment> done = new ArrayList<>();
        zograf.run(sized(workflow), event -> {
            if (event instanceof RunEvent.Progress step && step.node().equals("sample")) {
                done.add(Moment.now());
            }
        });
        return done.get(done.size() - 1).since(done.get(done.size() - 2));
    }

    /** For each step, what previews of all steps take. */
    private Cost previews(Workflow workflow) {
        double[] spent = new double[2];
        int[] steps = new int[1];
        zograf.run(sized(workflow), event -> {
            if (event instanceof RunEvent.Progress step && step.node().equals("sample")) {
                Moment before = Moment.now();
                step.preview();
                Cost took = Moment.now().since(before);
                spent[0] += took.wall();
                spent[1] += took.cpu();
                steps[0]++;
            }
        });
        return new Cost(spent[0] / steps[0], spent[1] / steps[0], Usage.peak());
    }

    private Cost whole(Workflow workflow) {
        Moment start = Moment.now();
        zograf.run(workflow);
        return Moment.now().since(start);
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }
}
