package dev.zograf.contrib.chat.imagine;

import dev.zograf.Outputs;
import dev.zograf.Policy;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.contrib.chat.Gallery.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/** Runs recipes on an engine, each in a folder of its own that is gone afterwards. Thread-safe. */
final class Painter {

    /**
     * What was painted.
     *
     * @param sheet all pictures on one; the picture itself if there is one
     * @param blackened whether the safety checker blackened any
     */
    record Painted(List<Picture> pictures, Picture sheet, boolean blackened) {}

    private final Zograf zograf;
    private final Rules rules;
    private final Path folder;

    /**
     * A painter.
     *
     * @param folder below which pictures are while they are made
     */
    Painter(Zograf zograf, Rules rules, Path folder) {
        this.zograf = zograf;
        this.rules = rules;
        this.folder = folder;
    }

    /**
     * Paints.
     *
     * @param started is given the run, to cancel it
     * @param progress is told how much is done, from 0 to 1, on threads of the engine
     * @throws WorkflowException if it failed or was cancelled
     */
    Painted paint(Recipe recipe, Style style, Consumer<Run> started, DoubleConsumer progress) {
        try {
            Files.createDirectories(folder);
            Path place = Files.createTempDirectory(folder, "painting");
            try {
                Policy policy = Policy.builder().time(rules.time()).build().within(List.of(), place);
                Workflow workflow = zograf.read(RecipeWorkflow.json(recipe, style, rules.safety()))
                        .under(policy);
                Run run = zograf.start(workflow, new Share(recipe, progress));
                started.accept(run);
                return read(recipe, place, run.join());
            } finally {
                delete(place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Pictures cannot be kept below " + folder + ".", e);
        }
    }

    private static Painted read(Recipe recipe, Path place, Outputs outputs) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < recipe.pictures().size(); i++) {
            pictures.add(picture(place, RecipeWorkflow.file(i)));
        }
        Picture sheet = pictures.size() == 1 ? pictures.get(0) : picture(place, RecipeWorkflow.SHEET);
        boolean blackened = outputs.names().contains("flagged") && outputs.get("flagged", Boolean.class);
        return new Painted(pictures, sheet, blackened);
    }

    private static Picture picture(Path place, String name) throws IOException {
        return new Picture(name, Files.readAllBytes(place.resolve(name)));
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> walk = Files.walk(place)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** The steps of all pictures together, as a share of all that there are to do. */
    private static final class Share implements Consumer<RunEvent> {

        private final double steps;
        private final DoubleConsumer told;
        private final Map<String, Integer> done = new HashMap<>();

        Share(Recipe recipe, DoubleConsumer told) {
            steps = (double) recipe.steps() * recipe.pictures().size();
            this.told = told;
        }

        @Override
        public void accept(RunEvent event) {
            if (event instanceof RunEvent.Progress progress && RecipeWorkflow.takesSteps(progress.node())) {
                done.put(progress.node(), progress.step());
                int sum = done.values().stream().mapToInt(Integer::intValue).sum();
                told.accept(Math.min(1, sum / steps));
            }
        }
    }
}
