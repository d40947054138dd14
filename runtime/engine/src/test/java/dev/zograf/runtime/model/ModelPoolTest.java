package dev.zograf.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelPoolTest {

    private static final class Model implements AutoCloseable {
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger users = new AtomicInteger();

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static ModelPool.Lease<Model> lease(ModelPool pool, Object key, long bytes) {
        return pool.lease(key, Model.class, bytes, Model::new);
    }

    @Test
    void makesEachModelOnce() {
        try (ModelPool pool = new ModelPool(100)) {
            try (ModelPool.Lease<Model> one = lease(pool, "a", 10);
                    ModelPool.Lease<Model> two = lease(pool, "a", 10)) {
                assertThat(one.value()).isSameAs(two.value());
            }
            assertThat(pool.bytes()).isEqualTo(10);
        }
    }

    @Test
    void evictsTheLeastRecentlyUsed() {
        ModelPool pool = new ModelPool(100);
        List<Model> models = new ArrayList<>();
        for (String key : List.of("a", "b", "a", "c")) {
            try (ModelPool.Lease<Model> lease = lease(pool, key, 40)) {
                models.add(lease.value());
            }
        }
        assertThat(models.get(0).closed).hasValue(0);
        assertThat(models.get(1).closed).hasValue(1);
        assertThat(models.get(3).closed).hasValue(0);
        pool.clear();
        assertThat(pool.size()).isZero();
        assertThat(models.get(0).closed).hasValue(1);
    }

    @Test
    void neverEvictsWhatIsLeased() {
        ModelPool pool = new ModelPool(100);
        try (ModelPool.Lease<Model> a = lease(pool, "a", 80)) {
            try (ModelPool.Lease<Model> b = lease(pool, "b", 80)) {
                assertThat(pool.bytes()).isEqualTo(160);
                assertThat(a.value().closed).hasValue(0);
                assertThat(b.value().closed).hasValue(0);
            }
            assertThat(pool.bytes()).isEqualTo(80);
            assertThat(a.value().closed).hasValue(0);
        }
    }

    @Test
    void closesWhatIsLeasedWhenItIsGivenBack() {
        ModelPool pool = new ModelPool(100);
        ModelPool.Lease<Model> lease = lease(pool, "a", 10);
        pool.close();
        assertThat(lease.value().closed).hasValue(0);
        lease.close();
        lease.close();
        assertThat(lease.value().closed).hasValue(1);
        assertThatThrownBy(() -> lease(pool, "a", 10)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void triesAgainAfterAFailure() {
        ModelPool pool = new ModelPool(100);
        assertThatThrownBy(() -> pool.lease("a", Model.class, 10, () -> {
                    throw new IllegalArgumentException("broken");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken");
        assertThat(pool.size()).isZero();
        try (ModelPool.Lease<Model> lease = lease(pool, "a", 10)) {
            assertThat(lease.value()).isNotNull();
        }
    }

    @Test
    void servesManyThreads() throws Exception {
        ModelPool pool = new ModelPool(100);
        AtomicInteger made = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        List<Model> all = java.util.Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Random random = new Random(t);
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 2000; i++) {
                        try (ModelPool.Lease<Model> lease = pool.lease(random.nextInt(6), Model.class, 30, () -> {
                            Model model = new Model();
                            all.add(model);
                            made.incrementAndGet();
                            return model;
                        })) {
                            lease.value().users.incrementAndGet();
                            if (lease.value().closed.get() != 0) {
                                wrong.incrementAndGet();
                            }
                            lease.value().users.decrementAndGet();
                        }
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(wrong).hasValue(0);
        assertThat(pool.bytes()).isLessThanOrEqualTo(100);
        pool.close();
        assertThat(made).hasValueGreaterThan(5);
        assertThat(all).allSatisfy(model -> assertThat(model.closed).hasValue(1));
    }
}
