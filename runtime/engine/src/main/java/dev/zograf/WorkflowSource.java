package dev.zograf;

import dev.zograf.runtime.graph.GraphChecker;
import dev.zograf.runtime.graph.PartialGraph;
import dev.zograf.runtime.graph.ProblemOrder;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.graph.WorkflowInputs;
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

    /**
     * The part of a workflow that is to run, with its inputs set.
     *
     * @throws WorkflowException if it cannot run
     */
    static WorkflowGraph part(Workflow workflow, NodeRegistry registry) {
        GraphChecker.Checked checked = GraphChecker.checkPart(workflow.file(), registry, workflow.values());
        WorkflowGraph graph = checked.graph().orElseThrow(() -> WorkflowException.invalid(checked.problems()));
        WorkflowGraph part = PartialGraph.of(graph, workflow.wanted());
        WorkflowInputs inputs = WorkflowInputs.of(graph.file(), registry, workflow.values(), false, new ArrayList<>());
        List<Problem> missing = PartialGraph.missing(part, inputs);
        if (!missing.isEmpty()) {
            throw WorkflowException.invalid(missing);
        }
        return part;
    }
}
