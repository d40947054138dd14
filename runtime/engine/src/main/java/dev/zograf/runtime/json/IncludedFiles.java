package dev.zograf.runtime.json;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the files that definitions of a workflow name: relative to the file that names them, never outside of the folder of the first
 * file, be it by {@code ..} or by a link of the file system.
 */
public final class IncludedFiles {

    /** How many definitions there may be, each counted as often as it is used: files that use one another twice double. */
    private static final int MOST = 1000;

    private static final long LARGEST = 16L << 20;

    private final Path top;
    private final List<Problem> problems;
    private final Deque<Path> open = new ArrayDeque<>();
    private int count;

    private IncludedFiles(Path top, List<Problem> problems) {
        this.top = top;
        this.problems = problems;
    }

    /**
     * The workflow with what its definitions name.
     *
     * @param path of the workflow's own file
     * @param problems where what is wrong is added, at the definition that names the file
     */
    public static WorkflowFile read(WorkflowFile file, Path path, List<Problem> problems) {
        if (file.workflows().isEmpty()) {
            return file;
        }
        try {
            Path real = path.toRealPath();
            Path folder = real.getParent();
            if (folder == null) {
                return file;
            }
            IncludedFiles included = new IncludedFiles(folder, problems);
            included.open.addLast(real);
            return included.filled(file, folder);
        } catch (IOException e) {
            problems.add(Problem.at(Place.NONE, path + " cannot be read: " + e.getMessage() + ".", ""));
            return file;
        }
    }

    private WorkflowFile filled(WorkflowFile file, Path folder) {
        Map<String, Definition> workflows = new LinkedHashMap<>();
        file.workflows().forEach((name, definition) -> workflows.put(name, filled(definition, folder)));
        return file.withWorkflows(workflows);
    }

    private Definition filled(Definition definition, Path folder) {
        if (++count > MOST) {
            if (count == MOST + 1) {
                add(definition, "Written out, the workflow has more than " + MOST + " definitions.", "");
            }
            return definition;
        }
        if (definition.workflow().isPresent()) {
            return definition.with(filled(definition.workflow().get(), folder));
        }
        String name = definition.file().orElse("");
        return find(definition, name, folder)
                .flatMap(path -> read(definition, name, path))
                .map(definition::with)
                .orElse(definition);
    }

    /** The file by its true path, if it may be read. */
    private Optional<Path> find(Definition definition, String name, Path folder) {
        try {
            Path given = Path.of(name);
            Path path = folder.resolve(given).normalize();
            if (name.isBlank()
                    || given.isAbsolute()
                    || !path.startsWith(top)
                    || !path.toRealPath().startsWith(top)) {
                add(
                        definition,
                        "\"" + name + "\" is no file in the folder of the workflow.",
                        "Name one relative to this file, in its folder or below.");
                return Optional.empty();
            }
            return Optional.of(path.toRealPath());
        } catch (NoSuchFileException e) {
            add(
                    definition,
                    "The file \"" + name + "\" does not exist.",
                    "It is looked for beside the file that names it.");
        } catch (InvalidPathException e) {
            add(definition, "\"" + name + "\" is no name of a file.", "");
        } catch (IOException e) {
            add(definition, "The file \"" + name + "\" cannot be read: " + e.getMessage() + ".", "");
        }
        return Optional.empty();
    }

    private Optional<WorkflowFile> read(Definition definition, String name, Path path) {
        if (open.contains(path)) {
            String circle = open.stream()
                    .dropWhile(p -> !p.equals(path))
                    .map(p -> String.valueOf(p.getFileName()))
                    .collect(Collectors.joining(" → "));
            add(
                    definition,
                    "The files contain one another in a circle: " + circle + " → " + path.getFileName() + ".",
                    "");
            return Optional.empty();
        }
        Optional<String> text = text(definition, name, path);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        WorkflowReader.Reading reading = WorkflowReader.read(text.get());
        List<Problem> inside = new ArrayList<>(reading.problems());
        IncludedFiles deeper = new IncludedFiles(top, inside);
        deeper.open.addAll(open);
        deeper.open.addLast(path);
        deeper.count = count;
        Path folder = path.getParent() == null ? top : path.getParent();
        Optional<WorkflowFile> file = reading.file().map(f -> deeper.filled(f, folder));
        count = deeper.count;
        problems.addAll(definition.placed(inside));
        return inside.isEmpty() ? file : Optional.empty();
    }

    private Optional<String> text(Definition definition, String name, Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                add(definition, "\"" + name + "\" is no file.", "");
            } else if (Files.size(path) > LARGEST) {
                add(definition, "The file \"" + name + "\" is larger than " + (LARGEST >> 20) + " MB.", "");
            } else {
                return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
            }
        } catch (CharacterCodingException e) {
            add(definition, "The file \"" + name + "\" is no text in UTF-8.", "");
        } catch (IOException e) {
            add(definition, "The file \"" + name + "\" cannot be read: " + e.getMessage() + ".", "");
        }
        return Optional.empty();
    }

    private void add(Definition definition, String message, String remedy) {
        problems.add(Problem.at(definition.at(), message, remedy));
    }
}
