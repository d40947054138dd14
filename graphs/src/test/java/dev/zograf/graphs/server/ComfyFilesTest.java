package dev.zograf.graphs.server;

import static dev.zograf.graphs.server.ComfyClient.list;
import static dev.zograf.graphs.server.ComfyClient.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that clients upload, and what the front end keeps and asks for. */
@Timeout(120)
@ExtendWith(ComfyServer.class)
class ComfyFilesTest {

    private final ComfyClient comfy;

    ComfyFilesTest(ComfyClient comfy) {
        this.comfy = comfy;
    }

    @Test
    void keepsUploads() throws Exception {
        byte[] red = ComfyClient.png(4, 4, 0xffff0000);
        Map<String, Object> first = comfy.upload("/upload/image", "a.png", red, Map.of("subfolder", "mine"))
                .json();
        assertThat(first.get("name")).isEqualTo("a.png");
        assertThat(comfy.upload("/upload/image", "a.png", red, Map.of("subfolder", "mine"))
                        .json()
                        .get("name"))
                .isEqualTo("a.png");
        assertThat(comfy.upload(
                                "/api/upload/image",
                                "a.png",
                                ComfyClient.png(4, 4, 0xff0000ff),
                                Map.of("subfolder", "mine"))
                        .json()
                        .get("name"))
                .isEqualTo("a (1).png");
        for (String name : List.of("../x.png", "..\\x.png", "C:x.png", "/etc/x.png", "nul.png", "x.png.")) {
            assertThat(comfy.upload("/upload/image", name, red, Map.of()).status())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(comfy.upload("/upload/image", "x.png", red, Map.of("subfolder", "../.."))
                        .status())
                .isEqualTo(400);
        assertThat(comfy.upload("/upload/image", "x.png", "<svg/>".getBytes(StandardCharsets.UTF_8), Map.of())
                        .status())
                .isEqualTo(415);
        Map<String, Object> mask = comfy.upload(
                        "/upload/mask",
                        "masked.png",
                        ComfyClient.png(4, 4, 0x40000000),
                        Map.of(
                                "original_ref",
                                "{\"filename\": \"a.png\", \"subfolder\": \"mine\", \"type\": \"input\"}"))
                .json();
        assertThat(mask.get("name")).isEqualTo("masked.png");
        BufferedImage masked = ImageIO.read(new ByteArrayInputStream(
                comfy.get("/view?filename=masked.png&type=input").body()));
        assertThat(masked.getRGB(0, 0)).isEqualTo(0x40ff0000);
        ComfyClient.Answer alpha = comfy.get("/view?filename=masked.png&type=input&channel=a");
        assertThat(ImageIO.read(new ByteArrayInputStream(alpha.body())).getRGB(0, 0))
                .isEqualTo(0x40000000);
        assertThat(comfy.get("/object_info/LoadImage").text()).contains("mine/a (1).png");
        for (String name : List.of("..%2Fzograf.db", "%2Fetc%2Fpasswd", "..%5Cx", "a%00.png")) {
            assertThat(comfy.get("/view?type=input&filename=" + name).status())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(comfy.get("/view?type=input&subfolder=..&filename=zograf.db").status())
                .isEqualTo(400);
    }

    @Test
    void answersWhatTheFrontEndAsks() throws Exception {
        Map<String, Object> classes = comfy.get("/api/object_info").json();
        Map<String, Object> sampler = map(classes.get("KSampler"));
        assertThat(map(sampler.get("input"))).containsKey("required");
        assertThat(comfy.get("/object_info/None").json()).isEmpty();
        assertThat(list(comfy.get("/models/checkpoints").value())).contains("emoji");
        assertThat(comfy.get("/models/none").status()).isEqualTo(404);
        assertThat(comfy.get("/system_stats").json()).containsKeys("system", "devices");
        for (String path :
                List.of("/embeddings", "/extensions", "/models", "/experiment/models", "/experiment/models/vae")) {
            assertThat(comfy.get(path).value()).as(path).isInstanceOf(List.class);
        }
        for (String path :
                List.of("/features", "/users", "/settings", "/i18n", "/workflow_templates", "/global_subgraphs")) {
            assertThat(comfy.get("/api" + path).value()).as(path).isInstanceOf(Map.class);
        }
        assertThat(comfy.send("POST", "/api/settings/Comfy.X", "true".getBytes(StandardCharsets.UTF_8), "")
                        .status())
                .isEqualTo(200);
        assertThat(comfy.get("/settings/Comfy.X").text()).isEqualTo("true\n");
        assertThat(comfy.get("/userdata?dir=workflows").status()).isEqualTo(404);
        byte[] flow = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(comfy.send("POST", "/api/userdata/workflows%2Fone.json?overwrite=false&full_info=true", flow, "")
                        .json())
                .containsKeys("path", "size", "modified");
        assertThat(comfy.send("POST", "/api/userdata/workflows%2Fone.json?overwrite=false", flow, "")
                        .status())
                .isEqualTo(409);
        assertThat(comfy.get("/api/userdata?dir=workflows&recurse=true&split=false")
                        .value())
                .isEqualTo(List.of("one.json"));
        assertThat(comfy.send("POST", "/userdata/workflows%2Fone.json/move/workflows%2Ftwo.json", null, "")
                        .status())
                .isEqualTo(200);
        assertThat(comfy.get("/userdata/workflows%2Ftwo.json").text()).isEqualTo("{}");
        assertThat(comfy.send("DELETE", "/userdata/workflows%2Ftwo.json", null, "")
                        .status())
                .isEqualTo(204);
        assertThat(comfy.get("/userdata/..%2Fzograf.db").status()).isEqualTo(400);
    }
}
