package dev.zograf.contrib.files;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pictures and their prompts to one archive. The same pictures give the same bytes. */
@Doc("Writes pictures and a list of their prompts (prompts.json) to one zip archive.")
@NodeType(id = "contrib.save-zip", title = "Save zip", category = "files", effect = true)
public final class SaveZip implements Node<SaveZip.In, SaveZip.Out> {

    /** The first that archives know, so that the hour of the run does not show. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** What to write, and where. */
    public record In(
            @Doc("The pictures; a batch counts as several.") List<Image> images,

            @Doc("What each picture was painted after, as many as pictures, or none.") @Default("[]")
            List<String> prompts,

            @Doc("The archive's name below the output folder; without an extension it gets .zip.")
            @Default("\"pictures.zip\"")
            String name,

            @Doc(
                    "The names in the archive without extension: {index} counts from 0001, {name} is from names, {seed} counts on from"
                            + " seed.")
            @Default("\"{index}\"")
            String pattern,

            @Doc("What {name} stands for, one for each picture; extensions are left out.") @Default("[]")
            List<String> names,

            @Doc("What {seed} stands for at the first picture.") @Default("0")
            long seed,

            @Doc("The format: png keeps all, jpeg is smaller.") @Default("png")
            Format format,

            @Doc("How much of a picture JPEG keeps, 1 to 100.") @Range(min = 1, max = 100) @Default("92")
            int quality) {

        /** The name must be one, and prompts belong to pictures. */
        public In {
            if (name.isBlank() || name.endsWith("/")) {
                throw new InvalidInputException("name", "A file needs a name, such as pictures.zip.");
            }
            int pictures = images.stream().mapToInt(Image::batch).sum();
            if (!prompts.isEmpty() && prompts.size() != pictures) {
                throw new InvalidInputException(
                        "prompts",
                        "There are " + prompts.size() + " prompts for " + pictures
                                + " pictures; give one each or none.");
            }
        }
    }

    /** What was written. */
    public record Out(@Doc("The path of the archive.") String file) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> images = NamePattern.single(in.images());
        List<String> names = NamePattern.names(
                in.pattern(), images.size(), in.names(), in.seed(), in.format().extension());
        for (String name : names) {
            ZipNames.check(name).ifPresent(wrong -> {
                throw new InvalidInputException(
                        "pattern", "The name \"" + name + "\" " + wrong + "; take another pattern.");
            });
        }
        String name = NamePattern.stem(in.name()).equals(in.name()) ? in.name() + ".zip" : in.name();
        return new Out(ctx.files()
                .write(name, out -> write(in, images, names, out, ctx))
                .toString());
    }

    private static void write(In in, List<Image> images, List<String> names, OutputStream out, RunContext ctx)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        for (int i = 0; i < images.size(); i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Picture.write(images.get(i), in.format(), in.quality(), bytes);
            put(zip, names.get(i), bytes.toByteArray());
            ctx.progress(i + 1, images.size());
        }
        if (!in.prompts().isEmpty()) {
            put(zip, Captions.FILE, Captions.write(names, in.prompts()).getBytes(StandardCharsets.UTF_8));
        }
        zip.finish();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
