package dev.zograf.testkit;

import java.util.ArrayList;
import java.util.List;

/** The rules of progress: from 0 to the total, never back, and complete at the end. */
final class ProgressCheck {

    private ProgressCheck() {}

    /** What is wrong with the reports of a run that ended well. */
    static List<String> problems(List<NodeHarness.Step> steps) {
        List<String> problems = new ArrayList<>();
        NodeHarness.Step last = null;
        for (NodeHarness.Step step : steps) {
            if (step.total() < 1 || step.step() < 0 || step.step() > step.total()) {
                problems.add("its progress of " + step.step() + "/" + step.total() + " is outside of its total");
            }
            // Another total is another part of the work.
            if (last != null && last.total() == step.total() && step.step() < last.step()) {
                problems.add(
                        "its progress goes back from " + last.step() + " to " + step.step() + " of " + step.total());
            }
            last = step;
        }
        if (last != null && last.step() != last.total()) {
            problems.add("its progress ends at " + last.step() + " of " + last.total()
                    + "; report the last step when it is done");
        }
        return problems;
    }
}
