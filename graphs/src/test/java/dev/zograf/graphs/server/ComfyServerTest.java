package dev.zograf.graphs.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.ServerOptions;
import dev.zograf.server.ZografServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ComfyUI's protocol as its clients speak it, against a server with the model that ships. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComfyServerTest {

    @TempDir
    static Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private ZografServer server;

    @BeforeAll
    void start() throws Exception {
        server = ZografServer.start(Zograf.builder(), ServerOptions.of(data).listen("127.0.0.1", 0));
        upload("/upload/image", "blue.png", png(16, 8, 0xff0000ff), Map.of());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private record Answer(int status, byte[] body, Map<String, List<String>> headers) {
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

    private Answer send(String method, String path, byte[] body, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
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

    private Answer get(String path) throws Exception {
        return send("GET", path, null, "");
    }

    private Answer post(String path, Object json) throws Exception {
        return send(
                "POST",
                path,
                JsonText.compact(json).getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded");
    }

    private Answer upload(String path, String name, byte[] file, Map<String, String> fields) throws Exception {
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

    private static byte[] png(int width, int height, int argb) throws Exception {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, argb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static Map<String, Object> node(String type, Object... inputs) {
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

    private static Map<String, Object> plain(Map<String, Object> output) {
        Map<String, Object> prompt = new LinkedHashMap<>();
        prompt.put("1", node("LoadImage", "image", "blue.png"));
        prompt.put("2", output);
        return prompt;
    }

    /** What a WebSocket hears. */
    private final class Ear implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        private final List<String> types = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
        private final WebSocket socket;

        Ear(String client) {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(server.url().replace("http", "ws") + "/ws?clientId=" + client), this)
                    .join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard.add(JsonText.parse(text.toString()).orElseThrow());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                heard.add(binary.toByteArray());
                binary.reset();
            }
            from.request(1);
            return null;
        }

        Object next() throws InterruptedException {
            Object message = heard.poll(60, TimeUnit.SECONDS);
            assertThat(message).as("a message after " + types).isNotNull();
            types.add(message instanceof Map<?, ?> map ? String.valueOf(map.get("type")) : "binary");
            return message;
        }

        Map<String, Object> until(String type) throws InterruptedException {
            while (true) {
                if (next() instanceof Map<?, ?> map && map.get("type").equals(type)) {
                    return map(map.get("data"));
                }
            }
        }

        /** Waits as clients do: for the message that nothing executes any more. */
        List<Map<String, Object>> untilDone(String prompt) throws InterruptedException {
            List<Map<String, Object>> all = new ArrayList<>();
            while (true) {
                if (next() instanceof Map<?, ?> map) {
                    all.add(map(map));
                    Map<String, Object> about = map(map.get("data"));
                    if (map.get("type").equals("executing")
                            && about.get("node") == null
                            && prompt.equals(about.get("prompt_id"))) {
                        return all;
                    }
                }
            }
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    @Test
    void paintsAndTellsOfItAsComfyUiDoes() throws Exception {
        try (Ear ear = new Ear("me")) {
            Map<String, Object> status = ear.until("status");
            assertThat(status.get("sid")).isEqualTo("me");
            ear.socket
                    .sendText("{\"type\": \"feature_flags\", \"data\": {\"supports_preview_metadata\": true}}", true)
                    .join();
            assertThat(ear.until("feature_flags").get("supports_preview_metadata"))
                    .isEqualTo(true);
            Map<String, Object> workflow = Map.of("id", "w-1", "nodes", List.of());
            Answer queued = post(
                    "/prompt",
                    Map.of(
                            "prompt",
                            apple(1, 6),
                            "client_id",
                            "me",
                            "extra_data",
                            Map.of("extra_pnginfo", Map.of("workflow", workflow))));
            assertThat(queued.status()).as(queued.text()).isEqualTo(200);
            assertThat(queued.json().get("node_errors")).isEqualTo(Map.of());
            String id = String.valueOf(queued.json().get("prompt_id"));
            List<Map<String, Object>> heard = ear.untilDone(id);
            assertThat(ear.types)
                    .containsSubsequence(
                            "execution_start",
                            "execution_cached",
                            "executing",
                            "progress",
                            "progress_state",
                            "executed",
                            "execution_success",
                            "executing");
            assertThat(ear.types).as("previews").contains("binary");
            assertThat(heard)
                    .filteredOn(message -> message.get("type").equals("executing"))
                    .extracting(message -> (map(message.get("data"))).get("node"))
                    .contains("3", "8", "9");
            Map<String, Object> history = map(get("/api/history/" + id).json().get(id));
            Map<String, Object> outputs = map(history.get("outputs"));
            Map<String, Object> image = map((list((map(outputs.get("9"))).get("images"))).get(0));
            assertThat(image.get("filename")).isEqualTo("apple_00001_.png");
            assertThat((map(history.get("status"))).get("status_str")).isEqualTo("success");
            Answer picture = get("/view?filename=apple_00001_.png&subfolder=&type=output");
            BufferedImage apple = ImageIO.read(new ByteArrayInputStream(picture.body()));
            assertThat(apple.getWidth()).isEqualTo(64);
            assertThat(picture.text())
                    .contains("tEXtprompt")
                    .contains("tEXtworkflow")
                    .contains("tEXtzograf");
            Answer small = get("/view?filename=apple_00001_.png%20%5Boutput%5D&type=input&preview=webp;50");
            assertThat(small.headers().get("content-type")).containsExactly("image/jpeg");
            Map<String, Object> job = get("/api/jobs/" + id).json();
            assertThat(job.get("status")).isEqualTo("completed");
            assertThat(job.get("workflow_id")).isEqualTo("w-1");
            assertThat(get("/api/jobs?status=completed&limit=1").json().get("pagination"))
                    .isNotNull();
        }
    }

    @Test
    void sendsPicturesThroughTheWebSocket() throws Exception {
        try (Ear ear = new Ear("stream")) {
            ear.until("status");
            post(
                    "/prompt",
                    Map.of(
                            "prompt",
                            plain(node("SaveImageWebsocket", "images", List.of("1", 0))),
                            "client_id",
                            "stream"));
            Object message = ear.next();
            while (!(message instanceof byte[])) {
                message = ear.next();
            }
            ByteBuffer frame = ByteBuffer.wrap((byte[]) message);
            assertThat(frame.getInt()).isEqualTo(1);
            assertThat(frame.getInt()).isEqualTo(2);
            byte[] png = new byte[frame.remaining()];
            frame.get(png);
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRGB(3, 3) & 0xffffff)
                    .isEqualTo(255);
        }
    }

    private Map<String, Object> refused(Map<String, Object> prompt) throws Exception {
        Answer answer = post("/prompt", Map.of("prompt", prompt));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.json();
    }

    private static Object errorType(Map<String, Object> refusal) {
        return (map(refusal.get("error"))).get("type");
    }

    private static List<?> nodeErrors(Map<String, Object> refusal, String node) {
        Map<String, Object> errors = map((map(refusal.get("node_errors"))).get(node));
        return (list(errors.get("errors")))
                .stream().map(error -> (map(error)).get("type")).toList();
    }

    @Test
    void saysWhatIsWrongInComfyUisWords() throws Exception {
        assertThat(errorType(post("/prompt", Map.of()).json())).isEqualTo("no_prompt");
        assertThat(errorType(refused(Map.of("1", Map.of("inputs", Map.of()))))).isEqualTo("invalid_prompt");
        assertThat(errorType(refused(Map.of("1", node("FaceDetailer"))))).isEqualTo("invalid_prompt");
        assertThat(errorType(refused(Map.of("1", node("LoadImage", "image", "blue.png")))))
                .isEqualTo("prompt_no_outputs");
        Map<String, Object> bad = apple(1, 1);
        bad.put("5", node("EmptyLatentImage", "width", 8, "height", 99999, "batch_size", "many"));
        bad.put("4", node("CheckpointLoaderSimple", "ckpt_name", "../secret.safetensors"));
        bad.put("8", node("VAEDecode", "samples", List.of("4", 0), "vae", List.of("4")));
        bad.put("9", node("SaveImage", "images", List.of("8", 0), "filename_prefix", "x"));
        Map<String, Object> refusal = refused(bad);
        assertThat(errorType(refusal)).isEqualTo("prompt_outputs_failed_validation");
        assertThat(nodeErrors(refusal, "8")).isEqualTo(List.of("return_type_mismatch", "bad_linked_input"));
        assertThat(nodeErrors(refusal, "4")).isEqualTo(List.of("value_not_in_list"));
        Map<String, Object> eight = map((map(refusal.get("node_errors"))).get("8"));
        assertThat(eight.get("dependent_outputs")).isEqualTo(List.of("9"));
        assertThat(eight.get("class_type")).isEqualTo("VAEDecode");
        Map<String, Object> numbers = apple(1, 1);
        numbers.put("5", node("EmptyLatentImage", "width", 8, "height", 99999, "batch_size", "many"));
        assertThat(nodeErrors(refused(numbers), "5"))
                .isEqualTo(List.of("value_smaller_than_min", "value_bigger_than_max", "invalid_input_type"));
        assertThat(nodeErrors(refused(plain(node("SaveImage", "filename_prefix", "x"))), "2"))
                .isEqualTo(List.of("required_input_missing"));
        Map<String, Object> file = Map.of(
                "1", node("LoadImage", "image", "none.png"), "2", node("PreviewImage", "images", List.of("1", 0)));
        assertThat(nodeErrors(refused(file), "1")).isEqualTo(List.of("custom_validation_failed"));
        assertThat(errorType(
                        refused(plain(node("SaveImage", "images", List.of("1", 0), "filename_prefix", "../../x")))))
                .isEqualTo("prompt_outputs_failed_validation");
    }

    @Test
    void runsTheOutputsThatCanBeHad() throws Exception {
        Map<String, Object> prompt = plain(node("PreviewImage", "images", List.of("1", 0)));
        prompt.put("3", node("PreviewImage"));
        Answer answer = post("/api/prompt", Map.of("prompt", prompt, "prompt_id", "mine", "number", 3));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("prompt_id")).isEqualTo("mine");
        assertThat(answer.json().get("number")).isEqualTo(3L);
        assertThat(map(answer.json().get("node_errors"))).containsOnlyKeys("3");
        while (get("/history/mine").json().isEmpty()) {
            Thread.sleep(20);
        }
        Map<String, Object> history = map(get("/history/mine").json().get("mine"));
        assertThat(map(history.get("outputs"))).containsOnlyKeys("2");
        assertThat(String.valueOf(history.get("outputs"))).contains("type=temp");
        assertThat(post("/history", Map.of("delete", List.of("mine"))).status()).isEqualTo(200);
        assertThat(get("/history/mine").json()).isEmpty();
    }

    @Test
    void queuesInterruptsAndClears() throws Exception {
        post("/prompt", Map.of("prompt", apple(11, 400), "prompt_id", "long"));
        post("/prompt", Map.of("prompt", apple(12, 400), "prompt_id", "later"));
        Map<String, Object> queue = get("/queue").json();
        while ((list(queue.get("queue_running"))).isEmpty()) {
            Thread.sleep(10);
            queue = get("/queue").json();
        }
        assertThat((list((list(queue.get("queue_running"))).get(0))).get(1)).isEqualTo("long");
        assertThat(list((list(queue.get("queue_pending"))).get(0))).hasSize(5);
        assertThat(String.valueOf(get("/prompt").json())).isEqualTo("{exec_info={queue_remaining=2}}");
        post("/queue", Map.of("delete", List.of("later")));
        assertThat(list(get("/queue").json().get("queue_pending"))).isEmpty();
        assertThat(send("POST", "/interrupt", null, "").status()).isEqualTo(200);
        while (get("/history/long").json().isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(get("/history/long").text()).contains("execution_interrupted");
        assertThat(get("/api/jobs/later").json().get("status")).isEqualTo("cancelled");
    }

    @Test
    void keepsUploads() throws Exception {
        byte[] red = png(4, 4, 0xffff0000);
        Map<String, Object> first = upload("/upload/image", "a.png", red, Map.of("subfolder", "mine"))
                .json();
        assertThat(first.get("name")).isEqualTo("a.png");
        assertThat(upload("/upload/image", "a.png", red, Map.of("subfolder", "mine"))
                        .json()
                        .get("name"))
                .isEqualTo("a.png");
        assertThat(upload("/api/upload/image", "a.png", png(4, 4, 0xff0000ff), Map.of("subfolder", "mine"))
                        .json()
                        .get("name"))
                .isEqualTo("a (1).png");
        for (String name : List.of("../x.png", "..\\x.png", "C:x.png", "/etc/x.png", "nul.png", "x.png.")) {
            assertThat(upload("/upload/image", name, red, Map.of()).status())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(upload("/upload/image", "x.png", red, Map.of("subfolder", "../.."))
                        .status())
                .isEqualTo(400);
        assertThat(upload("/upload/image", "x.png", "<svg/>".getBytes(StandardCharsets.UTF_8), Map.of())
                        .status())
                .isEqualTo(415);
        Map<String, Object> mask = upload(
                        "/upload/mask",
                        "masked.png",
                        png(4, 4, 0x40000000),
                        Map.of(
                                "original_ref",
                                "{\"filename\": \"a.png\", \"subfolder\": \"mine\", \"type\": \"input\"}"))
                .json();
        assertThat(mask.get("name")).isEqualTo("masked.png");
        BufferedImage masked = ImageIO.read(new ByteArrayInputStream(
                get("/view?filename=masked.png&type=input").body()));
        assertThat(masked.getRGB(0, 0)).isEqualTo(0x40ff0000);
        Answer alpha = get("/view?filename=masked.png&type=input&channel=a");
        assertThat(ImageIO.read(new ByteArrayInputStream(alpha.body())).getRGB(0, 0))
                .isEqualTo(0x40000000);
        assertThat(get("/object_info/LoadImage").text()).contains("mine/a (1).png");
        for (String name : List.of("..%2Fzograf.db", "%2Fetc%2Fpasswd", "..%5Cx", "a%00.png")) {
            assertThat(get("/view?type=input&filename=" + name).status())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(get("/view?type=input&subfolder=..&filename=zograf.db").status())
                .isEqualTo(400);
    }

    @Test
    void answersWhatTheFrontEndAsks() throws Exception {
        Map<String, Object> classes = get("/api/object_info").json();
        Map<String, Object> sampler = map(classes.get("KSampler"));
        assertThat(map(sampler.get("input"))).containsKey("required");
        assertThat(get("/object_info/None").json()).isEmpty();
        assertThat(list(get("/models/checkpoints").value())).contains("emoji");
        assertThat(get("/models/none").status()).isEqualTo(404);
        assertThat(get("/system_stats").json()).containsKeys("system", "devices");
        for (String path :
                List.of("/embeddings", "/extensions", "/models", "/experiment/models", "/experiment/models/vae")) {
            assertThat(get(path).value()).as(path).isInstanceOf(List.class);
        }
        for (String path :
                List.of("/features", "/users", "/settings", "/i18n", "/workflow_templates", "/global_subgraphs")) {
            assertThat(get("/api" + path).value()).as(path).isInstanceOf(Map.class);
        }
        assertThat(send("POST", "/api/settings/Comfy.X", "true".getBytes(StandardCharsets.UTF_8), "")
                        .status())
                .isEqualTo(200);
        assertThat(get("/settings/Comfy.X").text()).isEqualTo("true\n");
        assertThat(get("/userdata?dir=workflows").status()).isEqualTo(404);
        byte[] flow = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(send("POST", "/api/userdata/workflows%2Fone.json?overwrite=false&full_info=true", flow, "")
                        .json())
                .containsKeys("path", "size", "modified");
        assertThat(send("POST", "/api/userdata/workflows%2Fone.json?overwrite=false", flow, "")
                        .status())
                .isEqualTo(409);
        assertThat(get("/api/userdata?dir=workflows&recurse=true&split=false").value())
                .isEqualTo(List.of("one.json"));
        assertThat(send("POST", "/userdata/workflows%2Fone.json/move/workflows%2Ftwo.json", null, "")
                        .status())
                .isEqualTo(200);
        assertThat(get("/userdata/workflows%2Ftwo.json").text()).isEqualTo("{}");
        assertThat(send("DELETE", "/userdata/workflows%2Ftwo.json", null, "").status())
                .isEqualTo(204);
        assertThat(get("/userdata/..%2Fzograf.db").status()).isEqualTo(400);
    }
}
