package dev.zograf.graphs.server;

import dev.zograf.runtime.json.JsonText;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Speaks to a server as ComfyUI's clients do, and writes prompts. */
final class ComfyClient {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    ComfyClient(String url) {
        this.url = url;
    }

    /** A WebSocket of a client of that name. */
    ComfyEar listen(String client) {
        return new ComfyEar(http, url, client);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    record Answer(int status, byte[] body, Map<String, List<String>> headers) {
        Map<String, Object> json() {
            return map(value());
        }

        Object value() {
            return JsonText.parse(text()).orElseThrow(() -> new AssertionError(text()));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Answer send(String method, String path, byte[] body, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(
                response.statusCode(), response.body(), response.headers().map());
    }

    Answer get(String path) throws Exception {
        return send("GET", path, null, "");
    }

    Answer post(String path, Object json) throws Exception {
        return send(
                "POST",
                path,
                JsonText.compact(json).getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded");
    }

    Answer upload(String path, String name, byte[] file, Map<String, String> fields) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((field, text) -> body.writeBytes(
                ("--b\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + text + "\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" + name
                        + "\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        return send("POST", path, body.toByteArray(), "multipart/form-data; boundary=b");
    }

    static byte[] png(int width, int height, int argb) throws Exception {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, argb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    static Map<String, Object> node(String type, Object... inputs) {
        Map<String, Object> in = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i += 2) {
            in.put(String.valueOf(inputs[i]), inputs[i + 1]);
        }
        return Map.of("class_type", type, "inputs", in);
    }

    static Map<String, Object> apple(long seed, int steps) {
        Map<String, Object> prompt = new LinkedHashMap<>();
        prompt.put("4", node("CheckpointLoaderSimple", "ckpt_name", "emoji"));
        prompt.put("5", node("EmptyLatentImage", "width", 64, "height", 64, "batch_size", 1));
        prompt.put("6", node("CLIPTextEncode", "text", "a red apple", "clip", List.of("4", 1)));
        prompt.put("7", node("CLIPTextEncode", "text", "", "clip", List.of("4", 1)));
        prompt.put(
                "3",
                node(
                        "KSampler",
                        "seed",
                        seed,
                        "steps",
                        steps,
                        "cfg",
                        4.0,
                        "sampler_name",
                        "euler",
                        "scheduler",
                        "normal",
                        "denoise",
                        1.0,
                        "model",
                        List.of("4", 0),
                        "positive",
                        List.of("6", 0),
                        "negative",
                        List.of("7", 0),
                        "latent_image",
                        List.of("5", 0)));
        prompt.put("8", node("VAEDecode", "samples", List.of("3", 0), "vae", List.of("4", 2)));
        prompt.put("9", node("SaveImage", "images", List.of("8", 0), "filename_prefix", "apple"));
        return prompt;
    }

    static Map<String, Object> plain(Map<String, Object> output) {
        Map<String, Object> prompt = new LinkedHashMap<>();
        prompt.put("1", node("LoadImage", "image", "blue.png"));
        prompt.put("2", output);
        return prompt;
    }

    /** Waits until a prompt has ended, and gives its history. */
    Map<String, Object> ended(Object prompt) throws Exception {
        while (true) {
            Map<String, Object> history = get("/history/" + prompt).json();
            if (!history.isEmpty()) {
                return map(history.get(prompt));
            }
            Thread.sleep(10);
        }
    }

    /** The sum of a measurement. */
    double metric(String name) throws Exception {
        return get("/v1/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
