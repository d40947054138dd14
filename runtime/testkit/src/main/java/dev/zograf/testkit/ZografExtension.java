package dev.zograf.testkit;

import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.api.NodePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test its engine and folders, and looks afterwards for what was left behind. See {@link ZografTest}. */
public final class ZografExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ZografExtension.class);

    /** Made by JUnit. */
    public ZografExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        store(context).put(Session.class, new Session(context));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        session(context).end();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Zograf.class || type == TestFolders.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Session session = session(context);
        return parameter.getParameter().getType() == Zograf.class ? session.engine() : session.folders;
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private static Session session(ExtensionContext context) {
        Session session = store(context).get(Session.class, Session.class);
        if (session == null) {
            throw new IllegalStateException("An engine is given to test methods only, not to constructors.");
        }
        return session;
    }

    private static final class Session {

        private final LeakDetector leaks = LeakDetector.start();
        private final Path root;
        private final TestFolders folders;
        private final ExtensionContext context;
        private @Nullable Zograf engine;

        Session(ExtensionContext context) throws IOException {
            this.context = context;
            root = Files.createTempDirectory("zograf-test");
            folders = new TestFolders(
                    Files.createDirectory(root.resolve("input")),
                    Files.createDirectory(root.resolve("output")),
                    Files.createDirectory(root.resolve("models")));
        }

        Zograf engine() {
            if (engine == null) {
                ZografBuilder builder = Zograf.builder()
                        .input(folders.input())
                        .output(folders.output())
                        .models(folders.models());
                ZografTest asked = context.getRequiredTestClass().getAnnotation(ZografTest.class);
                if (asked != null) {
                    for (Class<? extends NodePlugin> plugin : asked.plugins()) {
                        builder.nodePlugins(make(plugin));
                    }
                }
                engine = builder.build();
            }
            return engine;
        }

        private static NodePlugin make(Class<? extends NodePlugin> plugin) {
            try {
                return plugin.getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        plugin.getName() + " cannot be made; it needs a public constructor without parameters.", e);
            }
        }

        void end() throws IOException {
            if (engine != null) {
                engine.close();
            }
            try (leaks) {
                delete();
            }
        }

        private void delete() throws IOException {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
