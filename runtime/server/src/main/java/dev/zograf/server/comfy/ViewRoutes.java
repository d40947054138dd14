package dev.zograf.server.comfy;

import dev.zograf.api.BadFileException;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Reply;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.queue.MediaTypes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Files by name, also smaller or by channel; and what is written in models. */
final class ViewRoutes {

    private final JobDesk desk;
    private final ComfyFiles files;

    ViewRoutes(JobDesk desk, ComfyFiles files) {
        this.desk = desk;
        this.files = files;
    }

    void addTo(ComfyRoutes routes) {
        routes.get("/view", this::view);
        routes.get("/view_metadata/{folder}", this::metadata);
    }

    private Reply view(Call call) throws IOException {
        String name = call.query("filename").orElse("");
        if (name.isEmpty()) {
            throw HttpFailure.missing("The parameter \"filename\" is missing.");
        }
        Path file = files.annotated(
                call.caller().name(),
                call.query("type").orElse("output"),
                call.query("subfolder").orElse(""),
                name);
        if (!Files.isRegularFile(file)) {
            throw HttpFailure.missing("There is no such file.");
        }
        String plain = String.valueOf(file.getFileName());
        Reply reply;
        if (call.query("preview").isPresent()) {
            reply = preview(desk.pictures().decode(file), call.query("preview").get());
        } else if (call.query("channel").isPresent()
                && !call.query("channel").get().equals("rgba")) {
            reply = Reply.bytes(
                    200,
                    "image/png",
                    channel(desk.pictures().decode(file), call.query("channel").get()));
        } else {
            reply = Reply.file(MediaTypes.ofName(plain), file);
        }
        // No text and nothing that a browser could run is shown in place.
        boolean shown = MediaTypes.ofName(plain).startsWith("image/");
        String safe = plain.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "_");
        return reply.header("Content-Disposition", (shown ? "inline" : "attachment") + "; filename=\"" + safe + "\"");
    }

    /**
     * {@code webp;90} and {@code jpeg;90}. There is no writer of WebP here: instead of one comes a JPEG, or a PNG if there is transparency
     * to be kept, and either says what it is.
     */
    private static Reply preview(BufferedImage picture, String wanted) throws IOException {
        if (wanted.startsWith("jpeg") || !isTransparent(picture)) {
            return Reply.bytes(200, "image/jpeg", jpeg(picture, quality(wanted)));
        }
        return Reply.bytes(200, "image/png", png(picture));
    }

    private static boolean isTransparent(BufferedImage picture) {
        if (!picture.getColorModel().hasAlpha()) {
            return false;
        }
        int[] row = new int[picture.getWidth()];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int argb : row) {
                if (argb >>> 24 != 0xff) {
                    return true;
                }
            }
        }
        return false;
    }

    private static float quality(String preview) {
        String[] words = preview.split(";", -1);
        try {
            int percent = words.length > 1 ? Integer.parseInt(words[words.length - 1].strip()) : 90;
            return Math.max(1, Math.min(100, percent)) / 100f;
        } catch (NumberFormatException e) {
            return 0.9f;
        }
    }

    private static byte[] jpeg(BufferedImage picture, float quality) throws IOException {
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(picture, 0, 0, null);
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(opaque, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] channel(BufferedImage picture, String channel) throws IOException {
        boolean alpha = channel.equals("a");
        if (!alpha && !channel.equals("rgb")) {
            throw HttpFailure.bad("A channel is rgb, a or rgba.");
        }
        BufferedImage out = new BufferedImage(
                picture.getWidth(),
                picture.getHeight(),
                alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < out.getHeight(); y++) {
            for (int x = 0; x < out.getWidth(); x++) {
                int argb = picture.getRGB(x, y);
                out.setRGB(x, y, alpha ? argb & 0xff000000 : argb);
            }
        }
        return png(out);
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    private Reply metadata(Call call) {
        String name = call.query("filename").orElse("");
        if (!name.endsWith(".safetensors")
                || !desk.engine().models().names(call.name("folder")).contains(name)) {
            throw HttpFailure.missing("There is no such model.");
        }
        try {
            Map<String, String> metadata = new TreeMap<>(
                    desk.engine().models().open(call.name("folder"), name).metadata());
            if (metadata.isEmpty()) {
                throw HttpFailure.missing("The model says nothing of itself.");
            }
            return Reply.json(metadata);
        } catch (BadFileException e) {
            throw HttpFailure.missing("The model cannot be read.");
        }
    }
}
