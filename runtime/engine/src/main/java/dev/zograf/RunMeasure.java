package dev.zograf;

import dev.zograf.WorkflowException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Measures one run by its events. */
final class RunMeasure implements Consumer<RunEvent> {

    private final EngineMetrics.Recorder recorder;
    private final long start = System.nanoTime();

    RunMeasure(EngineMetrics.Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.NodeFinished node) {
            recorder.nodeRan(node.type(), node.took());
        } else if (event instanceof RunEvent.NodeCached node) {
            recorder.nodeCached(node.type());
        } else if (event instanceof RunEvent.NodeFailed node) {
            recorder.nodeFailed(node.type());
        } else if (event instanceof RunEvent.RunFinished) {
            ended("done");
        } else if (event instanceof RunEvent.RunFailed failed) {
            ended(failed.failure().kind().name().toLowerCase(Locale.ROOT));
        } else if (event instanceof RunEvent.Cancelled) {
            ended(Kind.CANCELLED.name().toLowerCase(Locale.ROOT));
        }
    }

    private void ended(String outcome) {
        recorder.runEnded(outcome, Duration.ofNanos(System.nanoTime() - start));
    }
}
