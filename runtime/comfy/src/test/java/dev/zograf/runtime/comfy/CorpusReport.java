package dev.zograf.runtime.comfy;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of the import of a folder of workflows: how many are whole, of all and of those that have classes of ComfyUI's core only, and
 * which classes stand in the way of how many.
 */
record CorpusReport(List<Entry> entries) {

    /** The classes of ComfyUI's core that make pictures, one a line. */
    private static final String CORE = "core-classes.txt";

    /**
     * A workflow.
     *
     * @param core whether all its classes are of the core
     * @param lost classes without counterpart, or whose inputs ask for what has none
     */
    record Entry(String name, boolean core, Set<String> lost, List<String> complaints) {

        boolean whole() {
            return complaints.isEmpty();
        }
    }

    static CorpusReport of(Path folder, ComfyClasses classes) throws IOException {
        Set<String> core = core();
        try (Stream<Path> files = Files.walk(folder)) {
            return new CorpusReport(files.filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> entry(file, classes, core))
                    .toList());
        }
    }

    private static Set<String> core() throws IOException {
        try (var in = Objects.requireNonNull(CorpusReport.class.getResourceAsStream(CORE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().collect(Collectors.toSet());
        }
    }

    private static Stream<Entry> entry(Path path, ComfyClasses classes, Set<String> core) {
        ComfyFile file;
        try {
            file = ComfyFile.read(path, classes);
        } catch (BadFileException e) {
            return Stream.empty();
        }
        if (file.prompt().isEmpty() || file.prompt().get().nodes().isEmpty()) {
            return Stream.empty();
        }
        ComfyPrompt prompt = file.prompt().get();
        ImportedWorkflow imported = new ComfyImport(classes).of(prompt, "");
        List<String> complaints = new ArrayList<>(imported.complaints());
        file.problems().forEach(problem -> complaints.add(problem.toString()));
        return Stream.of(new Entry(
                String.valueOf(path.getFileName()),
                prompt.nodes().values().stream().allMatch(node -> core.contains(node.classType())),
                imported.unmapped().stream()
                        .map(ImportedWorkflow.Unmapped::classType)
                        .collect(Collectors.toCollection(TreeSet::new)),
                List.copyOf(complaints)));
    }

    long whole() {
        return entries.stream().filter(Entry::whole).count();
    }

    CorpusReport coreOnly() {
        return new CorpusReport(entries.stream().filter(Entry::core).toList());
    }

    /** How many workflows a class alone keeps from being whole, by class. */
    Map<String, Long> alone() {
        return entries.stream()
                .filter(entry -> entry.lost().size() == 1)
                .collect(Collectors.groupingBy(
                        entry -> entry.lost().iterator().next(), TreeMap::new, Collectors.counting()));
    }

    /** How many workflows have a class that is lost, by class. */
    Map<String, Long> lost() {
        return entries.stream()
                .flatMap(entry -> entry.lost().stream())
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        CorpusReport core = coreOnly();
        lines.add(whole() + " of " + entries.size() + " are imported without loss.");
        lines.add(core.whole() + " of the " + core.entries.size() + " that have classes of the core only are.");
        lines.add("What alone keeps how many from it: " + ranked(alone()));
        lines.add("Of the core only: " + ranked(core.alone()));
        lines.add("What is lost in how many: " + ranked(lost()));
        entries.forEach(entry -> {
            lines.add(entry.name() + (entry.core() ? " (core)" : "") + (entry.whole() ? ": whole" : ""));
            entry.complaints().forEach(line -> lines.add("    " + line));
        });
        return lines;
    }

    private static String ranked(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
