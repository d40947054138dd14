package dev.zograf.server;

import dev.zograf.Zograf;
import dev.zograf.runtime.digest.Sha256;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Kills a server at random moments while jobs are handed in and run, starts it again, and looks at what became of the jobs that were
 * acknowledged. {@code java … RestartHarness DIR ROUNDS} runs many rounds; a test runs a few.
 */
public final class RestartHarness {

    private RestartHarness() {}

    /** The server, in a process of its own. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            ZografServer server = ZografServer.start(
                    Zograf.builder().nodePlugins(new TestNodes()).threads(2).cacheBytes(0),
                    ServerOptions.of(Path.of(args[0])).listen("127.0.0.1", 0).queue(2, 10_000));
            System.out.println("port " + server.port());
            Thread.currentThread().join();
        }
    }

    /** What became of it all. */
    public record Outcome(int acknowledged, int lost, int corrupt, int doubled, int begunAgain) {}

    private record Server(Process process, Client client) {}

    private static Server launch(Path data) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-Xmn48m",
                        "-XX:MarkSweepAlwaysCompactCount=1",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("port ")) {
            throw new IllegalStateException("The server did not start: " + line);
        }
        int port = Integer.parseInt(line.substring(5));
        return new Server(process, new Client("http://127.0.0.1:" + port, port));
    }

    /** Kills the server so many times, then lets it finish. */
    static Outcome run(Path data, int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Server server = launch(data);
            AtomicBoolean killed = new AtomicBoolean();
            int before = acknowledged.size();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long first = (round * 3L + i) * 1000;
                Thread thread = new Thread(() -> submit(server.client(), first, acknowledged, killed));
                thread.start();
                clients.add(thread);
            }
            // On a slow machine the first job takes longer than all that follows.
            while (acknowledged.size() == before && server.process().isAlive()) {
                Thread.sleep(10);
            }
            Thread.sleep(100 + random.nextInt(1500));
            killed.set(true);
            server.process().destroyForcibly().waitFor();
            for (Thread client : clients) {
                client.join();
            }
        }
        return judge(data, acknowledged);
    }

    private static void submit(Client client, long first, Map<String, Long> acknowledged, AtomicBoolean killed) {
        for (long seed = first; !killed.get(); seed++) {
            try {
                Client.Answer answer = client.post("/v1/jobs", Client.painting(seed, 2, 5));
                if (answer.status() == 201) {
                    acknowledged.put(String.valueOf(answer.json().get("id")), seed);
                }
                Thread.sleep(10);
            } catch (Exception e) {
                // killed in the middle: not acknowledged
            }
        }
    }

    private static Outcome judge(Path data, Map<String, Long> acknowledged) throws Exception {
        Server server = launch(data);
        int lost = 0;
        int corrupt = 0;
        int begunAgain = 0;
        Set<String> names = new HashSet<>();
        try {
            for (String id : new LinkedHashMap<>(acknowledged).keySet()) {
                if (server.client().get("/v1/jobs/" + id).status() != 200) {
                    lost++;
                    continue;
                }
                Map<String, Object> job = server.client().ended(id);
                begunAgain += (Long) job.get("attempts") > 1 ? 1 : 0;
                List<?> results = (List<?>) job.get("results");
                if (job.get("state").equals("interrupted")) {
                    continue;
                }
                if (!job.get("state").equals("done") || results.size() != 1) {
                    lost++;
                    continue;
                }
                Map<?, ?> result = (Map<?, ?>) results.get(0);
                Path file = data.resolve("output").resolve(String.valueOf(result.get("name")));
                boolean whole = Files.isRegularFile(file)
                        && Sha256.of(file).equals(result.get("sha256"))
                        && Sha256.of(server.client()
                                        .get(String.valueOf(result.get("href")))
                                        .body())
                                .equals(result.get("sha256"));
                corrupt += whole && names.add(file.toString()) ? 0 : 1;
            }
            // A job that died between its commit and its answer is there as well, so that files may be more than
            // acknowledged jobs.
            while (!server.client()
                    .get("/v1/jobs?state=queued,running")
                    .json()
                    .get("total")
                    .equals(0L)) {
                Thread.sleep(50);
            }
            long done = (Long)
                    server.client().get("/v1/jobs?state=done&limit=1").json().get("total");
            try (Stream<Path> files = Files.list(data.resolve("output"))) {
                return new Outcome(acknowledged.size(), lost, corrupt, (int) (files.count() - done), begunAgain);
            }
        } finally {
            server.process().destroy();
            server.process().waitFor();
        }
    }

    /** Many rounds. */
    public static void main(String[] args) throws Exception {
        System.out.println(run(Path.of(args[0]), Integer.parseInt(args[1]), System.nanoTime()));
    }
}
