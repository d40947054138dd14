package dev.zograf.cli;

import dev.zograf.Policy;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that hold a workflow to a policy. */
final class PolicyOption {

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Refuse whatever this policy does not allow: files, nodes, time, steps, pixels, memory, disk.")
    @Nullable
    Path policy;

    /** The workflow under the policy, if there is one. */
    Workflow apply(Workflow workflow) {
        if (policy == null) {
            return workflow;
        }
        try {
            return workflow.under(Policy.read(policy));
        } catch (WorkflowException e) {
            throw new UsageException(Problems.text(policy, e.problems()), e);
        }
    }

    boolean isGiven() {
        return policy != null;
    }
}
