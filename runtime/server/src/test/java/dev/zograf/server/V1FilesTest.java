package dev.zograf.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Files over {@code /v1}: those that are inputs of workflows, and those that nodes write. */
class V1FilesTest extends V1Case {

    @Test
    void givesSmallPicturesAndTakesMasks() throws Exception {
        BufferedImage drawn = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", png);
        Object name = client.form("/v1/files", "file", "mask.png", png.toByteArray(), Map.of())
                .json()
                .get("name");
        Client.Answer small = client.get("/v1/files/" + name + "?largest=16");
        assertThat(small.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(ImageIO.read(new ByteArrayInputStream(small.body())).getHeight())
                .isEqualTo(8);
        assertThat(client.get("/v1/files/" + name + "?largest=5000").status()).isEqualTo(400);
        Map<String, Object> job = client.ended(submit(Client.painting(5, 1, 0)));
        String href = String.valueOf(map(list(job.get("results")).get(0)).get("href"));
        assertThat(client.get(href + "?largest=64").header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(client.get(href + "?largest=64").header("ETag"))
                .isNotEqualTo(client.get(href).header("ETag"));
        Object masked = Map.of(
                "zograf",
                1,
                "inputs",
                Map.of("where", Map.of("type", "mask")),
                "nodes",
                Map.of("m", Map.of("type", "test.cover", "in", Map.of("mask", Map.of("from", "inputs.where")))),
                "outputs",
                Map.of("share", Map.of("from", "m.share")));
        Map<String, Object> done =
                client.ended(submit(Map.of("workflow", masked, "inputs", Map.of("where", Map.of("file", name)))));
        assertThat(map(done.get("outputs")).get("share").toString()).isEqualTo("0.0");
        Client.Answer missing = client.post(
                "/v1/jobs", Map.of("workflow", masked, "inputs", Map.of("where", Map.of("file", "none.png"))));
        assertThat(missing.status()).isEqualTo(400);
        assertThat(map(list(missing.json().get("problems")).get(0)).get("pointer"))
                .isEqualTo("/inputs/where");
    }

    @Test
    void listsTheNewestFirstAndThoseOfOneMomentByName() throws Exception {
        // Later than whatever other tests upload.
        FileTime moment = FileTime.from(Instant.now().plus(Duration.ofDays(1)));
        List<String> names = new ArrayList<>();
        for (int width = 101; width < 105; width++) {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB), "png", png);
            Object name = client.form("/v1/files", "file", "some.png", png.toByteArray(), Map.of())
                    .json()
                    .get("name");
            names.add(String.valueOf(name));
            Files.setLastModifiedTime(data.resolve("input").resolve(String.valueOf(name)), moment);
        }
        Collections.sort(names);
        String newest = names.remove(2);
        Files.setLastModifiedTime(
                data.resolve("input").resolve(newest),
                FileTime.from(moment.toInstant().plusSeconds(1)));
        names.add(0, newest);

        List<?> files = list(client.get("/v1/files?order=newest").json().get("files"));

        assertThat(files.subList(0, names.size())).isEqualTo(names);
    }

    @Test
    void takesPicturesAsInputs() throws Exception {
        BufferedImage photo = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        photo.setRGB(0, 0, 0x102030);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(photo, "png", png);
        Client.Answer uploaded = client.form("/v1/files", "file", "../../evil.png", png.toByteArray(), Map.of());
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        assertThat(uploaded.json()).containsEntry("width", 4L).containsEntry("media", "image/png");
        Object name = uploaded.json().get("name");
        String id = submit(Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "inputs",
                        Map.of("photo", Map.of("type", "image")),
                        "nodes",
                        Map.of(
                                "n",
                                Map.of("type", "test.invert", "in", Map.of("image", Map.of("from", "inputs.photo")))),
                        "outputs",
                        Map.of("image", Map.of("from", "n.image"))),
                "inputs",
                Map.of("photo", Map.of("file", name))));
        String href =
                String.valueOf(map(list(client.ended(id).get("results")).get(0)).get("href"));
        assertThat(ImageIO.read(new ByteArrayInputStream(client.get(href).body()))
                                .getRGB(0, 0)
                        & 0xffffff)
                .isEqualTo(0xefdfcf);
    }

    @Test
    void keepsFilesThatNodesWrite() throws Exception {
        Map<String, Object> workflow = Map.of(
                "workflow",
                Map.of(
                        "zograf",
                        1,
                        "nodes",
                        Map.of(
                                "w",
                                Map.of(
                                        "type",
                                        "test.write",
                                        "in",
                                        Map.of("name", "notes/page.svg", "text", "<svg/>")))));
        Map<String, Object> job = client.ended(submit(workflow));
        assertThat(job).containsEntry("state", "done");
        Map<?, ?> result = map(list(job.get("results")).get(0));
        assertThat(data.resolve("output/notes/page.svg")).hasContent("<svg/>");
        Client.Answer file = client.get(String.valueOf(result.get("href")));
        assertThat(file.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        // The same once more does not write over the first.
        client.ended(submit(workflow));
        try (Stream<Path> files = Files.list(data.resolve("output/notes"))) {
            assertThat(files.map(f -> f.getFileName().toString())).contains("page.svg", "page_00001_.svg");
        }
    }
}
