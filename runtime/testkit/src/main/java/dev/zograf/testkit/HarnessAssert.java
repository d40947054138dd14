package dev.zograf.testkit;

import dev.zograf.api.CancelledException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a node under test, in AssertJ's manner: {@code HarnessAssert.assertThat(harness).hasCompleteProgress()}. */
public final class HarnessAssert extends AbstractAssert<HarnessAssert, NodeHarness<?, ?>> {

    private HarnessAssert(NodeHarness<?, ?> actual) {
        super(actual, HarnessAssert.class);
    }

    /** Assertions on a harness. */
    public static HarnessAssert assertThat(NodeHarness<?, ?> harness) {
        return new HarnessAssert(harness);
    }

    /** Progress was reported, never went back or beyond its total, and ended at it. */
    public HarnessAssert hasCompleteProgress() {
        isNotNull();
        List<String> problems = ProgressCheck.problems(actual.steps());
        if (actual.steps().isEmpty() || !problems.isEmpty()) {
            failWithMessage(
                    "%s: %s",
                    actual.schema().type(),
                    actual.steps().isEmpty() ? "it reports no progress" : String.join("; ", problems));
        }
        return this;
    }

    /** Progress was reported so often. */
    public HarnessAssert hasReports(int count) {
        isNotNull();
        if (actual.steps().size() != count) {
            failWithMessage(
                    "%s: it reported progress %d times, not %d",
                    actual.schema().type(), actual.steps().size(), count);
        }
        return this;
    }

    /** Run on these inputs and cancelled at that report of progress, the node ends there. */
    public HarnessAssert isCancelledAt(int report, Map<String, ?> in) throws Exception {
        isNotNull();
        int before = actual.steps().size();
        try {
            actual.cancelAfter(before + report).run(in);
            failWithMessage(
                    "%s: it ran to its end although it was cancelled at report %d",
                    actual.schema().type(), report);
        } catch (CancelledException e) {
            if (actual.steps().size() != before + report) {
                failWithMessage(
                        "%s: it was cancelled at report %d and ended at %d",
                        actual.schema().type(), report, actual.steps().size() - before);
            }
        }
        return this;
    }
}
