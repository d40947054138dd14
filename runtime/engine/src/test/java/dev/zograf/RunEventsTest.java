package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What subscribers of a run see of it; the rules of the protocol itself are {@link ReactiveStreamsTest}'s. */
@Timeout(60)
class RunEventsTest {

    private static final String WALK = """
            { "zograf": 1,
              "nodes": { "walk": { "type": "walk", "in": { "steps": %d } },
                         "invert": { "type": "acme.invert", "in": { "image": {"from": "walk.image"} } } },
              "outputs": { "image": {"from": "invert.image"} } }
            """;

    private static final String ENDLESS = """
            { "zograf": 1, "nodes": { "wait": { "type": "wait" } }, "outputs": { "sum": {"from": "wait.sum"} } }
            """;

    private static final String FAILING = """
            { "zograf": 1, "nodes": { "bad": { "type": "fail", "in": { "how": "io" } } },
              "outputs": { "sum": {"from": "bad.sum"} } }
            """;

    private final Zograf engine =
            Zograf.builder().nodePlugins(new SampleNodes()).cacheBytes(0).build();

    @AfterEach
    void close() {
        engine.close();
    }

    /** Collects; asks for {@code first} events at the start and for one more after each if it is eager. */
    private static final class Collector implements Flow.Subscriber<RunEvent> {
        final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<String> end = new CompletableFuture<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final long first;
        private final boolean eager;
        private final Consumer<RunEvent> action;

        Collector(long first, boolean eager, Consumer<RunEvent> action) {
            this.first = first;
            this.eager = eager;
            this.action = action;
        }

        static Collector all() {
            return new Collector(Long.MAX_VALUE, false, event -> {});
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            if (first > 0) {
                given.request(first);
            }
        }

        @Override
        public void onNext(RunEvent event) {
            events.add(event);
            action.accept(event);
            if (eager) {
                subscription.join().request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(failure.getMessage());
        }

        @Override
        public void onComplete() {
            end.complete("complete");
        }

        Flow.Subscription subscription() {
            return subscription.join();
        }

        String end() throws Exception {
            return end.get(30, TimeUnit.SECONDS);
        }

        /** The events without progress. */
        List<RunEvent> structure() {
            return events.stream()
                    .filter(event -> !(event instanceof RunEvent.Progress))
                    .toList();
        }
    }

    private static boolean isStart(RunEvent event, String node) {
        return event instanceof RunEvent.NodeStarted started && started.node().equals(node);
    }

    @Test
    void everySubscriberSeesTheWholeStoryHoweverLate() throws Exception {
        List<RunEvent> told = Collections.synchronizedList(new ArrayList<>());
        Run run = engine.start(engine.read(WALK.formatted(50)), told::add);
        Collector early = Collector.all();
        Collector oneByOne = new Collector(1, true, event -> {});
        run.events().subscribe(early);
        run.events().subscribe(oneByOne);
        run.join();
        Collector late = Collector.all();
        run.events().subscribe(late);
        engine.close();
        Collector afterwards = Collector.all();
        run.events().subscribe(afterwards);

        List<RunEvent> structure = told.stream()
                .filter(event -> !(event instanceof RunEvent.Progress))
                .toList();
        for (Collector each : List.of(early, oneByOne, late, afterwards)) {
            assertThat(each.end()).isEqualTo("complete");
            assertThat(each.structure()).isEqualTo(structure);
            assertThat(each.events.get(each.events.size() - 1)).isInstanceOf(RunEvent.RunFinished.class);
            List<Integer> steps = each.events.stream()
                    .filter(RunEvent.Progress.class::isInstance)
                    .map(event -> ((RunEvent.Progress) event).step())
                    .toList();
            assertThat(steps).isSorted().doesNotHaveDuplicates().endsWith(50);
        }
    }

    @Test
    void aSlowSubscriberMissesOvertakenProgressAndNothingElse() throws Exception {
        Run run = engine.start(engine.read(WALK.formatted(2000)));
        Collector slow = new Collector(0, false, event -> {});
        run.events().subscribe(slow);
        run.join();
        assertThat(slow.events).isEmpty();
        slow.subscription().request(3);
        slow.subscription().request(Long.MAX_VALUE);
        assertThat(slow.end()).isEqualTo("complete");
        assertThat(slow.structure()).hasSize(7);
        assertThat(slow.events)
                .filteredOn(RunEvent.Progress.class::isInstance)
                .singleElement()
                .hasToString("Progress[node=walk, step=2000, total=2000]");
        assertThat(slow.events.get(2)).isInstanceOf(RunEvent.Progress.class);
    }

    @Test
    void aSubscriberThatWaitsHoldsUpNobody() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<Collector> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(new Collector(Long.MAX_VALUE, false, event -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        Run run = engine.start(engine.read(WALK.formatted(100)));
        waiting.forEach(run.events()::subscribe);
        Collector quick = Collector.all();
        run.events().subscribe(quick);
        assertThat(run.join().names()).containsExactly("image");
        assertThat(quick.end()).isEqualTo("complete");
        release.countDown();
        for (Collector each : waiting) {
            assertThat(each.end()).isEqualTo("complete");
        }
    }

    @Test
    void failureAndCancellationEndTheStoryWithAnError() throws Exception {
        Run failing = engine.start(engine.read(FAILING));
        Collector failed = Collector.all();
        failing.events().subscribe(failed);
        assertThat(failed.end()).contains("the disk is on fire");
        assertThat(failed.events.get(failed.events.size() - 1)).isInstanceOf(RunEvent.RunFailed.class);

        Run endless = engine.start(engine.read(ENDLESS));
        Collector cancelled = new Collector(Long.MAX_VALUE, false, event -> {
            if (isStart(event, "wait")) {
                endless.cancel();
            }
        });
        endless.events().subscribe(cancelled);
        assertThat(cancelled.end()).contains("cancelled");
        assertThat(cancelled.events.get(cancelled.events.size() - 1)).isInstanceOf(RunEvent.Cancelled.class);
    }

    @Test
    void aCancelledSubscriptionIsQuietAndTheRunGoesOn() throws Exception {
        Run run = engine.start(engine.read(WALK.formatted(100)));
        Collector leaving = new Collector(1, false, event -> {});
        run.events().subscribe(leaving);
        leaving.subscription().cancel();
        leaving.subscription().cancel();
        leaving.subscription().request(10);
        assertThat(run.join().names()).containsExactly("image");
        Collector staying = Collector.all();
        run.events().subscribe(staying);
        assertThat(staying.end()).isEqualTo("complete");
        assertThat(leaving.events.size()).isLessThanOrEqualTo(1);
        assertThat(leaving.end).isNotDone();
    }

    @Test
    void aSubscriberThatThrowsIsLeftOutAndHarmsNobody() throws Exception {
        Run run = engine.start(engine.read(WALK.formatted(100)));
        CountDownLatch called = new CountDownLatch(1);
        Collector throwing = new Collector(Long.MAX_VALUE, false, event -> {
            called.countDown();
            throw new IllegalStateException("subscriber");
        });
        Collector good = Collector.all();
        run.events().subscribe(throwing);
        run.events().subscribe(good);
        assertThat(run.join().names()).containsExactly("image");
        assertThat(good.end()).isEqualTo("complete");
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(throwing.events).hasSize(1);
        assertThat(throwing.end).isNotDone();
    }

    @Test
    void askingForNothingIsAnError() throws Exception {
        Run run = engine.start(engine.read(WALK.formatted(2)));
        for (long count : new long[] {0, -1, Long.MIN_VALUE}) {
            Collector wrong = new Collector(0, false, event -> {});
            run.events().subscribe(wrong);
            wrong.subscription().request(count);
            assertThat(wrong.end()).contains("at least one event, not " + count);
            wrong.subscription().request(1);
            assertThat(wrong.events).isEmpty();
        }
        assertThatThrownBy(() -> run.events().subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aPreviewStaysWithItsEvent() throws Exception {
        CountDownLatch subscribed = new CountDownLatch(1);
        Run run = engine.start(engine.read(WALK.formatted(4)), event -> {
            if (isStart(event, "walk")) {
                try {
                    subscribed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Collector with = Collector.all();
        run.eventsWithPreviews().subscribe(with);
        subscribed.countDown();
        assertThat(with.end()).isEqualTo("complete");
        assertThat(with.events)
                .filteredOn(RunEvent.Progress.class::isInstance)
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(((RunEvent.Progress) event).preview()).get().hasToString("1 picture of 8x8"));

        Run other = engine.start(engine.read(WALK.formatted(4)));
        Collector without = Collector.all();
        other.events().subscribe(without);
        assertThat(without.end()).isEqualTo("complete");
        assertThat(without.events)
                .filteredOn(RunEvent.Progress.class::isInstance)
                .allSatisfy(event ->
                        assertThat(((RunEvent.Progress) event).preview()).isEmpty());
    }

    @Test
    void closingTheEngineEndsEveryStory() throws Exception {
        Run run = engine.start(engine.read(ENDLESS));
        Collector collector = Collector.all();
        run.events().subscribe(collector);
        engine.close();
        assertThat(collector.end()).contains("cancelled");
        assertThatThrownBy(run::join).hasMessageContaining("cancelled");
    }

    @Test
    void whoIsCalledByTheEngineMayCloseIt() throws Exception {
        for (String who : List.of("listener", "subscriber", "stage")) {
            Zograf mine = Zograf.builder().nodePlugins(new SampleNodes()).build();
            CompletableFuture<Void> closed = new CompletableFuture<>();
            Runnable close = () -> {
                mine.close();
                closed.complete(null);
            };
            Run run = mine.start(mine.read(WALK.formatted(50)), event -> {
                if (who.equals("listener") && isStart(event, "invert")) {
                    close.run();
                }
            });
            if (who.equals("subscriber")) {
                run.events().subscribe(new Collector(Long.MAX_VALUE, false, event -> {
                    if (isStart(event, "invert")) {
                        close.run();
                    }
                }));
            } else if (who.equals("stage")) {
                run.result().thenRun(close);
            }
            closed.get(30, TimeUnit.SECONDS);
            mine.close();
            assertThat(mine.state()).as(who).isEqualTo(new EngineState(0, 0, 0, 0, 0, 0));
            assertThatThrownBy(() -> mine.read(ENDLESS)).isInstanceOf(IllegalStateException.class);
        }
    }
}
