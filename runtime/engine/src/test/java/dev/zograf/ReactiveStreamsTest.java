package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The events of a run pass the compatibility kit of Reactive Streams, rule by rule. */
class ReactiveStreamsTest {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        List<Method> rules = Arrays.stream(FlowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        assertThat(rules).hasSizeGreaterThan(30);
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(rule)));
    }

    private static void check(Method rule) throws Throwable {
        Kit kit = new Kit();
        kit.setUp();
        try {
            rule.invoke(kit);
        } catch (InvocationTargetException e) {
            // Rules that say "may", and those that want more events than a run has.
            throw e.getCause() instanceof SkipException skip
                    ? new TestAbortedException(skip.getMessage())
                    : e.getCause();
        }
    }

    /** Called by the kit. */
    public static final class Kit extends FlowPublisherVerification<RunEvent> {

        Kit() {
            super(new TestEnvironment(500, 50));
        }

        @Override
        public Flow.Publisher<RunEvent> createFlowPublisher(long elements) {
            EventStory story = new EventStory(THREADS);
            for (long i = 0; i < elements; i++) {
                story.add(new RunEvent.NodeStarted("node" + i, "type@1", "of the test"));
            }
            story.end(null);
            return story.publisher(false);
        }

        @Override
        public Flow.Publisher<RunEvent> createFailedFlowPublisher() {
            EventStory story = new EventStory(THREADS);
            story.end(new IllegalStateException("failed"));
            return story.publisher(false);
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1000;
        }

        @Override
        public long boundedDepthOfOnNextAndRequestRecursion() {
            return 1;
        }
    }
}
