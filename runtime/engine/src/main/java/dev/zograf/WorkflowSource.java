package dev.zograf;

import dev.zograf.runtime.graph.GraphChecker;
import dev.zograf.runtime.graph.ProblemOrder;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.json.IncludedFiles;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowReader;
import dev.zograf.runtime.node.NodeRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the text of a workflow file to a checked graph, or all that is wrong with it. */
final class WorkflowSource {

    private WorkflowSource() {}

    /**
     * What came of it.
     *
     * @param graph empty if there are problems
     */
    record Checked(Optional<WorkflowGraph> graph, List<Problem> problems) {}

    /**
     * Reads and checks a workflow.
     *
     * @param file where the text stands, if it does in a file: what it includes is looked for beside it
     */
    static Checked check(String json, Optional<Path> file, NodeRegistry registry) {
        WorkflowReader.Reading reading = WorkflowReader.read(json);
        List<Problem> problems = new ArrayList<>(reading.problems());
        Optional<WorkflowGraph> graph = Optional.empty();
        if (reading.file().isPresent()) {
            int before = problems.size();
            WorkflowFile whole = file.map(
                            path -> IncludedFiles.read(reading.file().get(), path, problems))
                    .orElse(reading.file().get());
            if (problems.size() == before) {
                GraphChecker.Checked checked = GraphChecker.check(whole, registry);
                problems.addAll(checked.problems());
                graph = checked.graph();
            }
        }
        return problems.isEmpty()
                ? new Checked(graph, List.of())
                : new Checked(
                        Optional.empty(),
                        problems.stream()
                                .sorted(ProblemOrder.BY_PLACE)
                                .distinct()
                                .toList());
    }
}
