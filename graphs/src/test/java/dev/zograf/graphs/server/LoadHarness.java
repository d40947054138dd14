package dev.zograf.graphs.server;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many WebSocket clients and many queued jobs of the model that ships, against a server in a process of its own: {@code java …
 * LoadHarness DIR CLIENTS JOBS STEPS [ROUNDS [HEAP [CACHE]]]}, HEAP like {@code 1g}, or {@code -}, and CACHE the bytes of results that are kept, or what
 * the server and Java take by themselves. Says whether a job was lost, how long API calls took while it painted, eight times a round how
 * much memory the server has (Linux) and how much of that is kept results, and after each round how much of its heap is in use once it
 * was collected. Nothing but Java itself collects before that, so that the memory is what an operator would see.
 */
public final class LoadHarness {

    private final HttpClient http = HttpClient.newHttpClient();
    /** Of their own, so that what is measured of calls is not how long this process takes to hear its sockets. */
    private final HttpClient listening = HttpClient.newHttpClient();

    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final AtomicLong messages = new AtomicLong();
    /** A client that is too slow to take its messages loses its connection, and hears of no end any more. */
    private final AtomicLong closed = new AtomicLong();

    private final Process process;
    private final BufferedReader said;
    private final int port;
    private final String url;

    private LoadHarness(Process process, BufferedReader said, int port) {
        this.process = process;
        this.said = said;
        this.port = port;
        url = "http://127.0.0.1:" + port;
    }

    /** The server; collects its heap and says how much of it is in use for each line that it reads. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            ServerOptions options = ServerOptions.of(Path.of(args[0])).listen("127.0.0.1", 0);
            if (args.length > 1) {
                options.cache(Long.parseLong(args[1]));
            }
            ZografServer server = ZografServer.start(Zograf.builder(), options);
            System.out.println("port " + server.port());
            while (System.in.read() >= 0) {
                System.gc();
                Runtime java = Runtime.getRuntime();
                System.out.println("heap " + (java.totalMemory() - java.freeMemory()));
            }
        }
    }

    public static void main(String[] args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmn48m",
                "-Xms64m",
                "-XX:MarkSweepAlwaysCompactCount=1",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (args.length > 5 && !args[5].equals("-")) {
            command.add("-Xmx" + args[5]);
        }
        command.addAll(List.of(Child.class.getName(), args[0]));
        if (args.length > 6) {
            command.add(args[6]);
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int port = (int) number(said.readLine());
            for (int round = 0; round < (args.length > 4 ? Integer.parseInt(args[4]) : 1); round++) {
                new LoadHarness(process, said, port)
                        .run(round, Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.split(" ", 2)[1]);
    }

    private void run(int round, int clients, int jobs, int steps) throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            sockets.add(listening
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws?clientId=client" + i), new Ear())
                    .join());
        }
        long began = System.nanoTime();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            ids.add(submit((long) round * jobs + i, "client" + i % clients, steps));
        }
        say("%d clients, %d jobs queued in %.1f s; %s", clients, jobs, seconds(began), memory());
        String[] paths = {
            "/v1/health",
            "/prompt",
            "/v1/jobs/" + ids.get(jobs - 1),
            "/v1/jobs?limit=50",
            "/history/" + ids.get(0),
            "/queue"
        };
        List<List<Double>> times = new ArrayList<>();
        Arrays.stream(paths).forEach(path -> times.add(new ArrayList<>()));
        int next = jobs / 8;
        for (int call = 0; done.size() < jobs && (closed.get() == 0 || works()); call++) {
            int which = call % (paths.length - 1);
            // The whole queue is megabytes; it is asked for now and then.
            which = call % 50 == 49 ? paths.length - 1 : which;
            long at = System.nanoTime();
            get(url + paths[which]);
            times.get(which).add((System.nanoTime() - at) / 1e6);
            Thread.sleep(20);
            if (done.size() >= next) {
                say("%d done after %.0f s; %s", round * jobs + done.size(), seconds(began), memory());
                next += jobs / 8;
            }
        }
        for (int i = 0; i < paths.length; i++) {
            report(paths[i], times.get(i));
        }
        List<Double> all = new ArrayList<>();
        times.forEach(all::addAll);
        report("all", all);
        long lost = 0;
        for (String id : ids) {
            lost += get(url + "/v1/jobs/" + id).contains("\"state\" : \"done\"") ? 0 : 1;
        }
        say("%d lost; %d messages heard, %d sockets closed; %s", lost, messages.get(), closed.get(), memory());
        say("heap after a collection %d MB; %s", collected() >> 20, memory());
        sockets.forEach(WebSocket::abort);
    }

    private static void report(String what, List<Double> times) {
        if (times.isEmpty()) {
            return;
        }
        Collections.sort(times);
        say(
                "%-45s %5d calls, median %.1f ms, p99 %.1f ms, longest %.1f ms",
                what,
                times.size(),
                times.get(times.size() / 2),
                times.get((int) (times.size() * 0.99)),
                times.get(times.size() - 1));
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Whether the server has jobs that have not ended. */
    private boolean works() throws Exception {
        return !get(url + "/v1/jobs?state=queued,running&limit=1").contains("\"jobs\" : [ ]");
    }

    /** What is in use of the server's heap once it was collected. */
    private long collected() throws Exception {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return number(said.readLine());
    }

    /** Of the server. */
    private String memory() throws Exception {
        long cache = get(url + "/v1/metrics")
                        .lines()
                        .filter(line -> line.startsWith("zograf_cache_size_bytes"))
                        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                >> 20;
        Path status = Path.of("/proc/" + process.pid() + "/status");
        long all = !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                        .sum();
        return String.format(Locale.ROOT, "all memory %d MB, of it kept results %d MB", all, cache);
    }

    private String get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String submit(long seed, String client, int steps) throws Exception {
        String body = JsonText.compact(Map.of("prompt", ComfyClient.apple(seed, steps), "client_id", client));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/prompt"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return String.valueOf(((Map<?, ?>) JsonText.parse(answer.body()).orElseThrow()).get("prompt_id"));
    }

    /** Counts, and remembers which prompts it heard the end of. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                messages.incrementAndGet();
                if (text.indexOf("\"execution_success\"") > 0
                        && JsonText.parse(text.toString()).orElseThrow() instanceof Map<?, ?> message) {
                    done.add(String.valueOf(((Map<?, ?>) message.get("data")).get("prompt_id")));
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.incrementAndGet();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            closed.incrementAndGet();
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            socket.request(1);
            return null;
        }
    }
}
