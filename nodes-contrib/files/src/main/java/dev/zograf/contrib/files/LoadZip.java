package dev.zograf.contrib.files;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the pictures of an archive and their prompts. Nothing is unpacked to disk. */
@Doc("Reads the pictures of a zip archive and, if it has a prompts.json, their prompts. Nothing is unpacked to disk.")
@NodeType(id = "contrib.load-zip", title = "Load zip", category = "files")
public final class LoadZip implements Node<LoadZip.In, LoadZip.Out> {

    /** What to read. */
    public record In(
            @Doc("A zip archive below the input folder.") String file,

            @Doc("The first picture to take, counted from 0 by name.") @Range(min = 0) @Default("0")
            int start,

            @Doc("How many pictures to read at most.") @Unit("pictures") @Range(min = 1, max = 10_000) @Default("100")
            int count,

            @Doc("How many MiB the files that are read may have together once they are unpacked.")
            @Range(min = 1, max = 4096)
            @Default("512")
            int megabytes) {}

    /** What was read. */
    public record Out(
            @Doc("The pictures in the order in which people sort their names.")
            List<Image> images,

            @Doc("Their names in the archive.") List<String> names,

            @Doc("Their prompts; empty for a picture that the archive says nothing of.")
            List<String> prompts) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Path file = ctx.files().input(in.file());
        try (Archive archive = Archive.open(in.file(), file, (long) in.megabytes() << 20)) {
            List<String> pictures = archive.names(name -> name.matches("(?i).*\\.(png|jpe?g|gif|bmp|webp|tiff?)"));
            int from = Math.min(in.start(), pictures.size());
            List<String> names = pictures.subList(from, (int) Math.min(pictures.size(), (long) from + in.count()));
            if (names.isEmpty()) {
                throw new BadFileException(
                        in.file(),
                        "the archive has " + pictures.size() + " pictures; wanted are those from " + in.start() + ".");
            }
            Map<String, String> prompts = archive.names(Captions.FILE::equals).isEmpty()
                    ? Map.of()
                    : Captions.read(in.file(), LoadText.decoded(archive.read(Captions.FILE)));
            List<Image> images = new ArrayList<>();
            long pixels = 0;
            for (String name : names) {
                Image image = Picture.read(in.file() + "/" + name, new ByteArrayInputStream(archive.read(name)), ctx);
                pixels += (long) image.width() * image.height();
                if (pixels > LoadFolder.MAX_PIXELS) {
                    throw new BadFileException(
                            in.file(),
                            "its pictures have more than " + LoadFolder.MAX_PIXELS
                                    + " pixels together; read fewer at once with start and count.");
                }
                images.add(image);
                ctx.progress(images.size(), names.size());
            }
            return new Out(
                    images,
                    List.copyOf(names),
                    names.stream().map(name -> prompts.getOrDefault(name, "")).toList());
        } catch (IOException e) {
            throw new BadFileException(
                    in.file(), "this is no zip archive that can be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        Path file = files.input(in.file());
        return Files.size(file) + "@" + Files.getLastModifiedTime(file);
    }
}
