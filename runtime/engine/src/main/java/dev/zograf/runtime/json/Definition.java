package dev.zograf.runtime.json;

import java.util.List;
import java.util.Optional;

/**
 * A workflow that a file defines for its own use, as a node type {@code workflow:NAME} or as the body of a node: written in the file
 * itself, or in another one.
 *
 * @param file the other file, as it is written; empty if it is defined here
 * @param workflow what it is; empty as long as the other file was not read
 * @param at where the definition stands
 */
public record Definition(Optional<String> file, Optional<WorkflowFile> workflow, Place at) {

    /** The same with its workflow. */
    public Definition with(WorkflowFile content) {
        return new Definition(file, Optional.of(content), at);
    }

    /** Problems of what is defined as problems of the file that defines it: those of another file are all at the definition. */
    public List<Problem> placed(List<Problem> problems) {
        return file.isEmpty()
                ? problems
                : problems.stream()
                        .map(p -> Problem.at(at, "In \"" + file.get() + "\": " + p, ""))
                        .toList();
    }
}
