package dev.zograf.graphs.server;

import static dev.zograf.graphs.server.ComfyClient.list;
import static dev.zograf.graphs.server.ComfyClient.map;
import static dev.zograf.graphs.server.ComfyClient.node;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Prompts that run, and what clients hear of them. */
@Timeout(120)
@ExtendWith(ComfyServer.class)
class ComfyPaintingTest {

    private final ComfyClient comfy;

    ComfyPaintingTest(ComfyClient comfy) {
        this.comfy = comfy;
    }

    @Test
    void paintsAndTellsOfItAsComfyUiDoes() throws Exception {
        try (ComfyEar ear = comfy.listen("me")) {
            Map<String, Object> status = ear.until("status");
            assertThat(status.get("sid")).isEqualTo("me");
            ear.socket
                    .sendText("{\"type\": \"feature_flags\", \"data\": {\"supports_preview_metadata\": true}}", true)
                    .join();
            assertThat(ear.until("feature_flags").get("supports_preview_metadata"))
                    .isEqualTo(true);
            Map<String, Object> workflow = Map.of("id", "w-1", "nodes", List.of());
            Map<String, Object> prompt = ComfyClient.apple(1, 6);
            prompt.put("9", node("SaveImage", "images", List.of("8", 0), "filename_prefix", "first"));
            ComfyClient.Answer queued = comfy.post(
                    "/prompt",
                    Map.of(
                            "prompt",
                            prompt,
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
            Map<String, Object> history =
                    map(comfy.get("/api/history/" + id).json().get(id));
            Map<String, Object> outputs = map(history.get("outputs"));
            Map<String, Object> image = map((list((map(outputs.get("9"))).get("images"))).get(0));
            assertThat(image.get("filename")).isEqualTo("first_00001_.png");
            assertThat((map(history.get("status"))).get("status_str")).isEqualTo("success");
            ComfyClient.Answer picture = comfy.get("/view?filename=first_00001_.png&subfolder=&type=output");
            BufferedImage apple = ImageIO.read(new ByteArrayInputStream(picture.body()));
            assertThat(apple.getWidth()).isEqualTo(64);
            assertThat(picture.text())
                    .contains("tEXtprompt")
                    .contains("tEXtworkflow")
                    .contains("tEXtzograf");
            ComfyClient.Answer small =
                    comfy.get("/view?filename=first_00001_.png%20%5Boutput%5D&type=input&preview=webp;50");
            assertThat(small.headers().get("content-type")).containsExactly("image/jpeg");
            Map<String, Object> job = comfy.get("/api/jobs/" + id).json();
            assertThat(job.get("status")).isEqualTo("completed");
            assertThat(job.get("workflow_id")).isEqualTo("w-1");
            assertThat(comfy.get("/api/jobs?status=completed&limit=1").json().get("pagination"))
                    .isNotNull();
        }
    }

    @Test
    void sendsPicturesThroughTheWebSocket() throws Exception {
        try (ComfyEar ear = comfy.listen("stream")) {
            ear.until("status");
            comfy.post(
                    "/prompt",
                    Map.of(
                            "prompt",
                            ComfyClient.plain(node("SaveImageWebsocket", "images", List.of("1", 0))),
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

    @Test
    void tellsOfAnOutputWhenItIsThere() throws Exception {
        try (ComfyEar ear = comfy.listen("early")) {
            ear.until("status");
            Map<String, Object> prompt = ComfyClient.apple(21, 60);
            prompt.put("1", node("LoadImage", "image", "blue.png"));
            prompt.put("2", node("PreviewImage", "images", List.of("1", 0)));
            Object id = comfy.post("/prompt", Map.of("prompt", prompt, "client_id", "early"))
                    .json()
                    .get("prompt_id");
            List<Map<String, Object>> heard = ear.untilDone(String.valueOf(id));
            List<String> executed = new ArrayList<>();
            boolean sampling = true;
            for (Map<String, Object> message : heard) {
                Map<String, Object> data = map(message.get("data"));
                if (message.get("type").equals("progress")) {
                    sampling = !data.get("value").equals(data.get("max"));
                } else if (message.get("type").equals("executed")) {
                    executed.add(data.get("node") + (sampling ? " before" : " after"));
                }
            }
            assertThat(executed).containsExactly("2 before", "9 after");
            assertThat(map(comfy.get("/history/" + id).json().get(id)).get("outputs"))
                    .asString()
                    .contains("2={images", "9={images");
        }
    }

    @Test
    void tellsOfTextsAndOfLatents() throws Exception {
        Map<String, Object> prompt = ComfyClient.plain(node("GetImageSize", "image", List.of("1", 0)));
        prompt.put("3", node("PreviewAny", "source", List.of("2", 0)));
        prompt.put("4", node("CheckpointLoaderSimple", "ckpt_name", "emoji"));
        prompt.put("5", node("VAEEncode", "pixels", List.of("1", 0), "vae", List.of("4", 2)));
        prompt.put("6", node("SaveLatent", "samples", List.of("5", 0), "filename_prefix", "latents/blue"));
        Map<String, Object> shown = Map.of("text", List.of("16"));
        try (ComfyEar ear = comfy.listen("texts")) {
            for (String name : List.of("blue_00001_.latent", "blue_00002_.latent")) {
                Object id = comfy.post("/prompt", Map.of("prompt", prompt, "client_id", "texts"))
                        .json()
                        .get("prompt_id");
                Map<String, Object> kept =
                        Map.of("latents", List.of(Map.of("filename", name, "subfolder", "latents", "type", "output")));
                assertThat(ear.untilDone(String.valueOf(id)))
                        .filteredOn(message -> message.get("type").equals("executed"))
                        .extracting(message -> map(message.get("data")).get("output"))
                        .containsExactlyInAnyOrder(shown, kept);
                assertThat(comfy.ended(id).get("outputs")).isEqualTo(Map.of("3", shown, "6", kept));
                assertThat(comfy.get("/view?filename=" + name + "&subfolder=latents")
                                .text())
                        .contains("latent_tensor");
            }
        }
    }

    @Test
    void animationsArePictures() throws Exception {
        Map<String, Object> prompt = ComfyClient.plain(node("ImageInvert", "image", List.of("1", 0)));
        prompt.put("3", node("ImageBatch", "image1", List.of("1", 0), "image2", List.of("2", 0)));
        prompt.put("4", film("SaveAnimatedWEBP", "lossless", true, "quality", 80, "method", "default"));
        prompt.put("5", film("SaveAnimatedPNG", "compress_level", 4));
        Object id = comfy.post("/prompt", Map.of("prompt", prompt)).json().get("prompt_id");

        Map<String, Object> outputs = map(comfy.ended(id).get("outputs"));

        for (String file : List.of("4 SaveAnimatedWEBP-16_00001_.webp", "5 SaveAnimatedPNG-16_00001_.png")) {
            String name = file.substring(2);
            assertThat(outputs.get(file.substring(0, 1)))
                    .isEqualTo(Map.of(
                            "images", List.of(Map.of("filename", name, "subfolder", "films", "type", "output"))));
            assertThat(comfy.get("/view?filename=" + name + "&subfolder=films").text())
                    .contains(name.endsWith("webp") ? "ANMF" : "acTL");
        }
    }

    private static Map<String, Object> film(String type, Object... more) {
        Map<String, Object> inputs = new HashMap<>(
                Map.of("images", List.of("3", 0), "filename_prefix", "films/" + type + "-%width%", "fps", 4.0));
        for (int i = 0; i < more.length; i += 2) {
            inputs.put((String) more[i], more[i + 1]);
        }
        return Map.of("class_type", type, "inputs", inputs);
    }

    @Test
    void freesMemoryThatIsAskedFor() throws Exception {
        comfy.ended(comfy.post("/prompt", Map.of("prompt", ComfyClient.apple(22, 1)))
                .json()
                .get("prompt_id"));
        assertThat(comfy.metric("zograf_models_size_bytes")).isPositive();
        assertThat(comfy.post("/free", Map.of("unload_models", true, "free_memory", true))
                        .status())
                .isEqualTo(200);
        assertThat(comfy.metric("zograf_models_size_bytes")).isZero();
        assertThat(comfy.metric("zograf_cache_size_bytes")).isZero();
    }

    @Test
    void sendsSmallerPicturesInAFormatThatKeepsWhatTheyAre() throws Exception {
        comfy.upload("/upload/image", "half.png", ComfyClient.png(4, 4, 0x800000ff), Map.of());
        ComfyClient.Answer half = comfy.get("/view?filename=half.png&type=input&preview=webp;90");
        assertThat(half.headers().get("content-type")).containsExactly("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(half.body())).getRGB(1, 1))
                .isEqualTo(0x800000ff);
        assertThat(comfy.get("/view?filename=half.png&type=input&preview=jpeg;90")
                        .headers()
                        .get("content-type"))
                .containsExactly("image/jpeg");
    }
}
