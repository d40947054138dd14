package dev.zograf.server.comfy;

import dev.zograf.runtime.digest.Sha256;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.server.http.BodyRule;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Part;
import dev.zograf.server.http.Reply;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.DurableFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** Pictures and masks that clients upload. */
final class UploadRoutes {

    private final JobDesk desk;
    private final ComfyFiles files;
    private final long most;

    UploadRoutes(JobDesk desk, ComfyFiles files, long most) {
        this.desk = desk;
        this.files = files;
        this.most = most;
    }

    void addTo(ComfyRoutes routes) {
        routes.add("POST", "/upload/image", BodyRule.form(most), this::image);
        routes.add("POST", "/upload/mask", BodyRule.form(most), this::mask);
    }

    private static String field(Call call, String name, String initial) {
        return call.part(name).map(Part::text).filter(text -> !text.isEmpty()).orElse(initial);
    }

    private Reply image(Call call) throws IOException {
        Path sent = sent(call);
        desk.pictures().look(sent);
        return keep(call, sent);
    }

    private static Path sent(Call call) {
        return call.part("image")
                .flatMap(Part::file)
                .orElseThrow(() -> HttpFailure.bad("The form needs a field \"image\" with a file."));
    }

    /** Keeps a file under the name that the client gave it, or one like it. */
    private Reply keep(Call call, Path sent) throws IOException {
        String type = field(call, "type", "input");
        String folder = field(call, "subfolder", "");
        String name = call.part("image").flatMap(Part::fileName).orElse("");
        boolean overwrite = field(call, "overwrite", "").matches("true|1");
        String owner = call.caller().name();
        Path target = files.path(owner, type, folder, SafeNames.single(name));
        Files.createDirectories(target.resolveSibling(""));
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String end = dot > 0 ? name.substring(dot) : "";
        String hash = Sha256.of(sent);
        String kept = name;
        if (!overwrite) {
            for (int i = 1; Files.exists(target) && !Sha256.of(target).equals(hash); i++) {
                kept = stem + " (" + i + ")" + end;
                target = files.path(owner, type, folder, kept);
            }
        }
        if (overwrite || !Files.exists(target)) {
            DurableFiles.put(sent, target);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", kept);
        out.put("subfolder", folder);
        out.put("type", type);
        return Reply.json(out);
    }

    /** Makes a copy of a picture transparent where the mask is. */
    private Reply mask(Call call) throws IOException {
        if (!(JsonText.parse(field(call, "original_ref", "")).orElse(null) instanceof Map<?, ?> ref)
                || !(ref.get("filename") instanceof String name)) {
            throw HttpFailure.bad("The form needs a field \"original_ref\" with the filename of a picture.");
        }
        String type = ref.get("type") instanceof String text ? text : "output";
        String folder = ref.get("subfolder") instanceof String text ? text : "";
        Path original = files.annotated(call.caller().name(), type, folder, name);
        if (!Files.isRegularFile(original)) {
            throw HttpFailure.bad("The picture that \"original_ref\" names is not there.");
        }
        BufferedImage picture = desk.pictures().decode(original);
        Path sent = sent(call);
        BufferedImage mask = desk.pictures().decode(sent);
        if (mask.getWidth() != picture.getWidth() || mask.getHeight() != picture.getHeight()) {
            throw HttpFailure.bad("The mask has to be as large as the picture.");
        }
        BufferedImage out = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < out.getHeight(); y++) {
            for (int x = 0; x < out.getWidth(); x++) {
                out.setRGB(x, y, (mask.getRGB(x, y) & 0xff000000) | (picture.getRGB(x, y) & 0xffffff));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(out, "png", png);
        Files.write(sent, png.toByteArray());
        return keep(call, sent);
    }
}
