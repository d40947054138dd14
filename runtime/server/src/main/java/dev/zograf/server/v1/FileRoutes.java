package dev.zograf.server.v1;

import dev.zograf.runtime.digest.Sha256;
import dev.zograf.server.http.BodyRule;
import dev.zograf.server.http.Call;
import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.http.Part;
import dev.zograf.server.http.Reply;
import dev.zograf.server.http.Routes;
import dev.zograf.server.queue.JobDesk;
import dev.zograf.server.queue.MediaTypes;
import dev.zograf.server.queue.SmallJpeg;
import dev.zograf.server.security.Pictures;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.DurableFiles;
import dev.zograf.server.store.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pictures that go in, named after their contents, and results that come out, by the same. */
final class FileRoutes {

    private static final int LARGEST = 1024;

    private final JobDesk desk;
    private final long upload;

    FileRoutes(JobDesk desk, long upload) {
        this.desk = desk;
        this.upload = upload;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/v1/files", BodyRule.form(upload), this::upload);
        routes.get("/v1/files", this::list);
        routes.get("/v1/files/{name}", this::file);
        routes.get("/v1/results/{sha256}", this::result);
    }

    private Reply upload(Call call) throws IOException {
        Path sent = call.part("file")
                .flatMap(Part::file)
                .orElseThrow(() -> HttpFailure.bad("The form needs a field \"file\" with a picture."));
        Pictures.Kind kind = desk.pictures().look(sent);
        String hash = Sha256.of(sent);
        String name = hash.substring(0, 32) + "." + kind.extension();
        Path target = desk.vault().folders().of(call.caller().name(), "input").resolve(name);
        if (!Files.isRegularFile(target)) {
            DurableFiles.put(sent, target);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", name);
        out.put("media", kind.mediaType());
        out.put("width", kind.width());
        out.put("height", kind.height());
        out.put("href", "/v1/files/" + name);
        return Reply.json(201, out);
    }

    /** A file, and when it was written: asked once, because a file that is written again while all are sorted would have two places. */
    private record Uploaded(String name, long written) {}

    private Reply list(Call call) throws IOException {
        try (Stream<Path> files =
                Files.list(desk.vault().folders().of(call.caller().name(), "input"))) {
            Comparator<Uploaded> order = switch (call.query("order").orElse("name")) {
                case "name" -> Comparator.comparing(Uploaded::name);
                case "newest" ->
                    Comparator.comparingLong(Uploaded::written).reversed().thenComparing(Uploaded::name);
                default -> throw HttpFailure.bad("\"order\" is name or newest.");
            };
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> new Uploaded(
                            String.valueOf(file.getFileName()), file.toFile().lastModified()))
                    .sorted(order)
                    .map(Uploaded::name)
                    .toList();
            return Reply.json(Map.of("files", names));
        }
    }

    private Reply file(Call call) throws IOException {
        Path file = SafeNames.below(
                desk.vault().folders().of(call.caller().name(), "input"), SafeNames.single(call.name("name")));
        if (!Files.isRegularFile(file)) {
            throw HttpFailure.missing("There is no such file.");
        }
        int largest = largest(call);
        return largest > 0 ? small(file, largest) : Reply.file(MediaTypes.ofName(call.name("name")), file);
    }

    private Reply result(Call call) throws IOException {
        String hash = call.name("sha256");
        if (!hash.matches("[0-9a-f]{64}")) {
            throw HttpFailure.missing("A result is named by the 64 hexadecimal digits of its SHA-256.");
        }
        Result result = desk.vault().jobs().ofBytes(hash).stream()
                .filter(one -> call.caller().admin()
                        || one.owner().equals(call.caller().name()))
                .findFirst()
                .orElseThrow(() -> HttpFailure.missing("There is no such result."));
        int largest = largest(call);
        String tag = "\"" + hash + (largest > 0 ? "-" + largest : "") + "\"";
        if (call.header("If-None-Match").filter(tag::equals).isPresent()) {
            return Reply.empty(304).header("ETag", tag);
        }
        Path file = desk.vault().file(hash).orElseThrow(() -> HttpFailure.missing("The result is gone."));
        boolean picture = result.media().startsWith("image/");
        Reply reply = (largest > 0 && picture ? small(file, largest) : Reply.file(result.media(), file))
                .header("ETag", tag)
                .header("Cache-Control", "private, max-age=31536000, immutable");
        return picture ? reply : reply.header("Content-Disposition", "attachment");
    }

    /** How large a picture may be at most for whom a small one will do; 0 if it is wanted as it is. */
    private static int largest(Call call) {
        return call.number("largest", 0, 16, LARGEST);
    }

    private Reply small(Path file, int largest) throws IOException {
        return Reply.bytes(200, "image/jpeg", SmallJpeg.of(desk.pictures().decode(file), largest));
    }
}
