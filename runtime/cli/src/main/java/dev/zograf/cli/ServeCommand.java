package dev.zograf.cli;

import dev.zograf.Policy;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import dev.zograf.server.security.ApiKey;
import dev.zograf.server.security.KeyFile;
import dev.zograf.server.store.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zograf serve}. */
@Command(
        name = "serve",
        description =
                "Serve workflows over HTTP, by an API of its own under /v1 and as ComfyUI does, until it is stopped.")
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description =
                    "The address to listen at; 127.0.0.1, this machine alone, by default. Others need --keys or --open-to-all.")
    String address = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "The port; 8188 by default, 0 for any that is free.")
    int port = 8188;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where queue, uploads and results are kept; zograf-data by default.")
    Path data = Path.of("zograf-data");

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "A JSON file of keys, one of which every request needs then (docs/server.md).")
    @Nullable
    Path keys;

    @Option(names = "--open-to-all", description = "Listen to other machines without keys.")
    boolean openToAll;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description =
                    "Web pages of this origin may use the server, such as https://shop.example. May be given several"
                            + " times.")
    List<String> origins = new ArrayList<>();

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "A name of this machine, besides localhost and its addresses. May be given several times.")
    List<String> hosts = new ArrayList<>();

    @Option(
            names = "--front-end",
            paramLabel = "DIR",
            description = "A folder of web pages to serve at / instead of our own, such as ComfyUI's front end.")
    @Nullable
    Path frontEnd;

    @Option(names = "--jobs", paramLabel = "N", description = "Run so many jobs at once; 1 by default.")
    int jobs = 1;

    @Option(names = "--queue", paramLabel = "N", description = "Let so many jobs wait; 10000 by default.")
    int queue = 10_000;

    @Option(
            names = "--keep-jobs",
            paramLabel = "N",
            description = "Keep so many ended jobs and their results; 10000 by default.")
    int keepJobs = Retention.DEFAULT.jobs();

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description = "Keep ended jobs so many days; as long as there is room by default.")
    int keepDays = (int) Retention.DEFAULT.age().toDays();

    @Option(
            names = "--keep-bytes",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Keep results of so many bytes together; 100GB by default.")
    long keepBytes = Retention.DEFAULT.bytes();

    @Option(
            names = "--cache",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Keep results of nodes for later jobs, so many bytes on the heap; 64MiB by default.")
    @Nullable
    Long cache;

    @Option(
            names = "--max-upload",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Take uploads of so many bytes; 100MiB by default.")
    long upload = 100L << 20;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Take pictures of so many pixels; 67108864 (8192 x 8192) by default.")
    long pixels = 1L << 26;

    @Mixin
    ComputeOptions compute;

    @Mixin
    PolicyOption policy;

    @Mixin
    Common common;

    private final Console console;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (Interrupt interrupt = new Interrupt();
                ZografServer server = start()) {
            interrupt.watch(stopped::countDown);
            if (common.json) {
                console.printText(JsonText.write(Map.of("url", server.url(), "port", server.port())));
            } else if (!common.quiet) {
                console.say("zograf: serving at " + server.url() + ", data in " + data.toAbsolutePath()
                        + "; Ctrl-C stops.");
            }
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private ZografServer start() throws IOException {
        if (frontEnd != null && !Files.isRegularFile(frontEnd.resolve("index.html"))) {
            throw new UsageException("There is no index.html in " + frontEnd + "; name the folder that has it.");
        }
        if (port < 0 || port > 65_535) {
            throw new UsageException("A port is 0 to 65535, not " + port + ".");
        }
        List<ApiKey> known = keys == null ? List.of() : KeyFile.read(keys);
        try {
            ServerOptions options = ServerOptions.of(data)
                    .listen(address, port)
                    .keys(known)
                    .openToAll(openToAll)
                    .origins(origins)
                    .hosts(hosts)
                    .frontEnd(frontEnd)
                    .workflows(shipped())
                    .policy(rules())
                    .retention(new Retention(keepJobs, Duration.ofDays(keepDays), keepBytes))
                    .queue(jobs, queue)
                    .uploads(upload, pixels)
                    .version(Version.number());
            if (cache != null) {
                options.cache(cache);
            }
            return ZografServer.start(
                    compute.apply(Zograf.builder()
                            .models(common.modelRoots().toArray(Path[]::new))
                            .pluginFolder(common.pluginFolders().toArray(Path[]::new))
                            .pluginTrust(common.trust())),
                    options);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Policy rules() {
        Path file = policy.policy;
        if (file == null) {
            return Policy.builder().build();
        }
        try {
            return Policy.read(file);
        } catch (WorkflowException e) {
            throw new UsageException(Problems.text(file, e.problems()), e);
        }
    }

    /** The workflows of the distribution, or of the checkout. */
    private static @Nullable Path shipped() {
        String home = System.getProperty("zograf.home");
        return home != null && Files.isDirectory(Path.of(home, "graphs")) ? Path.of(home, "graphs") : null;
    }
}
