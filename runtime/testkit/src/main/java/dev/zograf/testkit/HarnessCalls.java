package dev.zograf.testkit;

import dev.zograf.api.BuiltGraph;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.RunFiles;
import dev.zograf.runtime.exec.Executor;
import dev.zograf.runtime.exec.Guard;
import dev.zograf.runtime.exec.NodeFailedException;
import dev.zograf.runtime.exec.ResultCache;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.runtime.exec.RunObserver;
import dev.zograf.runtime.graph.BuiltBody;
import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.Plan;
import dev.zograf.runtime.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** Runs the graphs that a node under test builds, of the nodes of some plugins. */
final class HarnessCalls {

    private final NodeRegistry registry;

    HarnessCalls(List<NodePlugin> plugins) {
        registry = NodeRegistry.of(plugins);
    }

    List<Map<String, Object>> callAll(BuiltGraph graph, int times, RunFiles files, RunCancellation cancellation)
            throws Exception {
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            cancellation.throwIfRequested();
            outputs.add(run(graph, files, cancellation));
        }
        return outputs;
    }

    private Map<String, Object> run(BuiltGraph graph, RunFiles files, RunCancellation cancellation) throws Exception {
        BuiltBody.Checked built = BuiltBody.check(graph, registry);
        Plan plan = Planner.plan(
                built.checked()
                        .graph()
                        .orElseThrow(() -> new AssertionError(
                                BuiltBody.text(built.checked().problems()))),
                name -> new Argument.Constant(
                        Objects.requireNonNull(built.values().get(name))),
                HarnessCalls::node,
                files);
        try (Executor executor = new Executor(1, HarnessCalls::node, new ResultCache(0))) {
            Map<String, Object> outputs = executor.start(
                            plan, registry, files, Guard.none(), () -> "{}", new RunObserver() {}, cancellation)
                    .get();
            outputs.values().removeIf(Absent.class::isInstance);
            return outputs;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NodeFailedException failed ? failed : e;
        }
    }

    private static Node<?, ?> node(NodeSchema schema) {
        try {
            return schema.nodeClass().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(schema.type() + " cannot be made without services; test it in an engine.", e);
        }
    }
}
