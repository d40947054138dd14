package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import com.google.inject.name.Names;
import dev.zograf.api.Doc;
import dev.zograf.api.Impure;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.runtime.exec.Executor;
import dev.zograf.runtime.wire.GuiceServices;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuiceServicesTest {

    /** What a shop has. */
    public interface Stock {
        String item();
    }

    /** One a shop. */
    @Singleton
    public static final class Counter {
        private final AtomicInteger count = new AtomicInteger();

        int next() {
            return count.incrementAndGet();
        }
    }

    /** Bound nowhere. */
    public static final class Stranger {}

    public record Nothing() {}

    public record Text(@Doc("What it found.") String text) {}

    /** Wants whatever a host can bind: by interface, qualifier, generic type, provider. */
    @Impure
    @NodeType(id = "shop")
    public static final class Shop implements Node<Nothing, Text> {
        private final Stock stock;
        private final String greeting;
        private final List<String> tags;
        private final Provider<Integer> next;
        private final Models models;

        @Inject
        public Shop(
                Stock stock,
                @Named("greeting") String greeting,
                List<String> tags,
                Provider<Integer> next,
                Models models) {
            this.stock = stock;
            this.greeting = greeting;
            this.tags = tags;
            this.next = next;
            this.models = models;
        }

        @Override
        public Text run(Nothing in, RunContext ctx) {
            return new Text(greeting + " " + stock.item() + " " + tags + " " + next.get() + " " + next.get() + " "
                    + models.names("checkpoints").size());
        }
    }

    /** Wants the engine's own parts. */
    @NodeType(id = "spy")
    public static final class Spy implements Node<Nothing, Text> {
        @Inject
        public Spy(Executor executor) {}

        @Override
        public Text run(Nothing in, RunContext ctx) {
            return new Text("caught");
        }
    }

    /** Wants what nobody bound. */
    @NodeType(id = "lost")
    public static final class Lost implements Node<Nothing, Text> {
        @Inject
        public Lost(Stranger stranger) {}

        @Override
        public Text run(Nothing in, RunContext ctx) {
            return new Text("found");
        }
    }

    private static final NodePlugin PLUGIN = new NodePlugin() {
        @Override
        public List<Class<?>> nodes() {
            return List.of(Shop.class, Spy.class, Lost.class);
        }
    };

    private static final class ShopModule extends AbstractModule {
        @Override
        protected void configure() {
            bind(Stock.class).toInstance(() -> "apple");
            bind(String.class).annotatedWith(Names.named("greeting")).toInstance("hello");
            bind(new TypeLiteral<List<String>>() {}).toInstance(List.of("red"));
            bind(Counter.class);
        }

        @Provides
        Integer next(Counter counter) {
            return counter.next();
        }
    }

    private static String run(Zograf engine, String type) {
        return engine.run(engine.read("{\"zograf\": 1, \"nodes\": {\"n\": {\"type\": \"" + type
                        + "\"}}, \"outputs\": {\"text\": {\"from\": \"n.text\"}}}"))
                .get("text", String.class);
    }

    private static Zograf engine(GuiceServices... services) {
        var builder = Zograf.builder().nodePlugins(PLUGIN);
        for (GuiceServices each : services) {
            builder.services(each);
        }
        return builder.build();
    }

    @Test
    void nodesGetWhatTheHostHasBound() {
        try (Zograf engine = engine(GuiceServices.of(new ShopModule()))) {
            assertThat(run(engine, "shop")).startsWith("hello apple [red] 1 2 ");
            assertThat(run(engine, "shop")).startsWith("hello apple [red] 3 4 ");
        }
    }

    @Test
    void aHostsInjectorIsSharedAndStaysAsItIs() {
        Injector host = Guice.createInjector(new ShopModule());
        int before = host.getAllBindings().size();
        try (Zograf first = engine(GuiceServices.of(host));
                Zograf second = engine(GuiceServices.of(host.createChildInjector()))) {
            assertThat(run(first, "shop")).contains("1 2");
            assertThat(run(second, "shop")).contains("3 4");
            assertThat(host.getInstance(Counter.class).next()).isEqualTo(5);
        }
        assertThat(host.getAllBindings()).hasSize(before);
        assertThat(host.getExistingBinding(Key.get(Models.class))).isNull();
    }

    @Test
    void nobodySeesTheEngineInside() {
        try (Zograf engine = engine(GuiceServices.of(new ShopModule()))) {
            assertThatThrownBy(() -> run(engine, "spy"))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContaining("spy@1 cannot be made")
                    .hasMessageContaining("Executor");
            assertThatThrownBy(() -> run(engine, "lost"))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContaining("Stranger");
        }
        assertThatThrownBy(() -> GuiceServices.of(new AbstractModule() {
                    @Provides
                    Stock stock(Models models) {
                        return () -> "stolen";
                    }
                }))
                .isInstanceOf(CreationException.class);
        try (Zograf engine = engine(GuiceServices.of(new PrivateModule() {
            @Override
            protected void configure() {
                bind(Stock.class).toInstance(() -> "hidden");
            }
        }))) {
            assertThatThrownBy(() -> run(engine, "shop")).hasMessageContaining("shop@1 cannot be made");
        }
    }

    @Test
    void whatIsTheEnginesOwnCannotBeReplaced() {
        GuiceServices services = GuiceServices.of(new AbstractModule() {
            @Provides
            Models models() {
                throw new IllegalStateException("never asked");
            }

            @Provides
            Networks networks() {
                throw new IllegalStateException("never asked");
            }
        });
        assertThatThrownBy(() -> engine(services))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the engine's own: dev.zograf.api.model.Models, dev.zograf.api.model.Networks");
        assertThatThrownBy(() -> Zograf.builder()
                        .service(Networks.class, (definition, weights) -> {
                            throw new IllegalStateException("never asked");
                        })
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dev.zograf.api.model.Networks");
    }

    @Test
    void whatIsGivenTwiceIsNamedOnce() {
        GuiceServices shop = GuiceServices.of(new ShopModule());
        GuiceServices other = GuiceServices.of(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Stock.class).toInstance(() -> "pear");
                bind(String.class).annotatedWith(Names.named("farewell")).toInstance("bye");
            }
        });
        assertThatThrownBy(() -> engine(shop, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("given twice: " + Stock.class.getName() + ".");
        assertThatThrownBy(() -> Zograf.builder()
                        .service(Stock.class, () -> "plum")
                        .services(shop)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("given twice");
        assertThatThrownBy(() ->
                        Zograf.builder().service(Stock.class, () -> "plum").service(Stock.class, () -> "fig"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> Zograf.builder().service(Stock.class, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void objectsAndBindingsGoTogether() {
        try (Zograf engine = Zograf.builder()
                .nodePlugins(PLUGIN, new SampleNodes())
                .service(SampleNodes.Dictionary.class, name -> () -> name + "!")
                .services(GuiceServices.of(new ShopModule()))
                .build()) {
            assertThat(run(engine, "shop")).contains("apple");
        }
    }
}
