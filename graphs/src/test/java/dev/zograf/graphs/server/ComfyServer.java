package dev.zograf.graphs.server;

import dev.zograf.Zograf;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a client of one server with the model that ships; it starts with the first test that asks for it and ends with the last. */
final class ComfyServer implements ParameterResolver {

    /** The server, closed by JUnit when all tests are done. */
    private static final class Running implements AutoCloseable {
        private final Path data;
        private final ZografServer server;
        private final ComfyClient client;

        Running() {
            try {
                data = Files.createTempDirectory("comfy-server");
                server = ZografServer.start(
                        Zograf.builder(), ServerOptions.of(data).listen("127.0.0.1", 0));
                client = new ComfyClient(server.url());
                client.upload("/upload/image", "blue.png", ComfyClient.png(16, 8, 0xff0000ff), Map.of());
            } catch (Exception e) {
                throw new IllegalStateException("The server for tests does not start.", e);
            }
        }

        @Override
        public void close() {
            server.close();
            try (Stream<Path> all = Files.walk(data)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ComfyClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ComfyServer.class))
                .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class)
                .client;
    }
}
