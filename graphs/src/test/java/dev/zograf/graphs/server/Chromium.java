package dev.zograf.graphs.server;

import dev.zograf.runtime.json.JsonText;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven over the DevTools protocol by what the JDK has. */
final class Chromium implements AutoCloseable, WebSocket.Listener {

    /** Why a test is skipped. */
    static final String MISSING =
            "Not run: there is no Chromium on the PATH; or set -Dzograf.chromium=FILE, its program.";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long PATIENCE = 30_000;

    private final Process process;
    private final WebSocket socket;
    private final StringBuilder text = new StringBuilder();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    /**
     * Starts a browser.
     *
     * @param profile an empty folder
     */
    Chromium(Path program, Path profile) throws Exception {
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(page(port(profile))), this)
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "DOM", "Accessibility")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** The browser that is given as {@code zograf.chromium}, or else the one of this machine, if it has one. */
    static Optional<Path> find() {
        Optional<String> given = Elsewhere.given("zograf.chromium");
        if (given.isPresent()) {
            return given.map(Path::of);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private String port(Path profile) throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        for (long end = System.currentTimeMillis() + PATIENCE; System.currentTimeMillis() < end; Thread.sleep(20)) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() > 1) {
                    return lines.get(0);
                }
            }
        }
        close();
        throw new IOException("Chromium does not start.");
    }

    private static String page(String port) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json"))
                .build();
        for (long end = System.currentTimeMillis() + PATIENCE; System.currentTimeMillis() < end; Thread.sleep(20)) {
            String all =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            for (Object target : (List<?>) JsonText.parse(all).orElse(List.of())) {
                if (target instanceof Map<?, ?> map && "page".equals(map.get("type"))) {
                    return String.valueOf(map.get("webSocketDebuggerUrl"));
                }
            }
        }
        throw new IOException("Chromium has no page.");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            heard((Map<?, ?>) JsonText.parse(text.toString()).orElseThrow());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void heard(Map<?, ?> message) {
        if (message.get("id") instanceof Long id) {
            CompletableFuture<Map<?, ?>> asked = waiting.remove(id.intValue());
            if (message.get("result") instanceof Map<?, ?> result) {
                asked.complete(result);
            } else {
                asked.completeExceptionally(new AssertionError(message));
            }
            return;
        }
        String told = message.toString();
        boolean error = told.contains("level=error") && !told.contains("source=network");
        if ("Runtime.exceptionThrown".equals(message.get("method"))
                || ("Log.entryAdded".equals(message.get("method")) && error)) {
            complaints.add(told);
        }
    }

    /** Errors of scripts, and what the page's policy refused, so far. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Sends a command and waits for its result. */
    Map<?, ?> send(String method, Map<String, Object> parameters) throws Exception {
        int id = count.incrementAndGet();
        CompletableFuture<Map<?, ?>> result = new CompletableFuture<>();
        waiting.put(id, result);
        socket.sendText(JsonText.compact(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        return result.get(PATIENCE, TimeUnit.MILLISECONDS);
    }

    /** The value of an expression, or of its promise. */
    Object value(String expression) throws Exception {
        Map<?, ?> answer =
                send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return ((Map<?, ?>) answer.get("result")).get("value");
    }

    /** Waits until an expression is true. */
    void until(String expression) throws Exception {
        for (long end = System.currentTimeMillis() + PATIENCE; System.currentTimeMillis() < end; Thread.sleep(15)) {
            if (Boolean.TRUE.equals(value("Boolean(" + expression + ")"))) {
                return;
            }
        }
        shot("failed");
        throw new AssertionError(
                "It never came to be: " + expression + "; the page says: " + value("document.body.innerText"));
    }

    /** Presses a key, such as {@code Tab}, {@code Enter} or {@code i}; {@code modifiers} is 2 for control, 8 for shift. */
    void key(String key, int modifiers) throws Exception {
        String written = key.equals("Enter") ? "\r" : key.length() == 1 && modifiers == 0 ? key : "";
        int code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "ArrowDown" -> 40;
            default -> Character.toUpperCase(key.charAt(0));
        };
        for (String type : List.of("keyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type", type,
                            "key", key,
                            "code", key.length() > 1 ? key : "Key" + key.toUpperCase(java.util.Locale.ROOT),
                            "text", type.equals("keyDown") ? written : "",
                            "windowsVirtualKeyCode", code,
                            "modifiers", modifiers));
        }
    }

    /** Presses, moves or releases the mouse. */
    void mouse(String type, double x, double y) throws Exception {
        send(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", x, "y", y, "button", "left", "buttons", 1, "clickCount", 1));
    }

    /** Writes what is seen to a folder, if the property {@code zograf.shots} names one, for people to look at. */
    void shot(String name) throws Exception {
        String folder = System.getProperty("zograf.shots", "");
        if (!folder.isEmpty()) {
            byte[] png = Base64.getDecoder()
                    .decode(String.valueOf(send("Page.captureScreenshot", Map.of("format", "png"))
                            .get("data")));
            Files.write(Files.createDirectories(Path.of(folder)).resolve(name + ".png"), png);
        }
    }

    @Override
    public void close() throws Exception {
        try (Stream<ProcessHandle> below = process.descendants()) {
            List<ProcessHandle> all = below.toList();
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            for (ProcessHandle one : all) {
                one.destroyForcibly();
                one.onExit().get(10, TimeUnit.SECONDS);
            }
        }
    }
}
