package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.FilePlaceholders;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.awt.image.RenderedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes pictures to files, each whole or not at all. A PNG carries the workflow that made it. */
@Doc("Writes pictures to files, each whole or not at all. A PNG carries the workflow that made it.")
@NodeType(id = "save-image", title = "Save image", category = "image", effect = true)
public final class SaveImage implements Node<SaveImage.In, SaveImage.Out> {

    private static final int LONGEST_KEYWORD = 79;

    /** What to write, and where. */
    public record In(
            @Doc("The pictures to write.") Image image,

            @Doc(
                    "The file's name. With an extension (apple.png) that decides the format and an older file is replaced; several"
                            + " pictures become apple-1.png, apple-2.png. Without one, files are numbered on: apple-0001.png."
                            + " %year%, %month%, %day%, %hour%, %minute% and %second% are those of the moment, %width% and %height% the"
                            + " picture's, %batch_num% counts the pictures from 0.")
            @Default("zograf")
            String name,

            @Doc("The format of a name without extension; WebP needs a library that writes it.")
            @Choices({"png", "jpeg", "webp"})
            @Default("png")
            String format,

            @Doc("How much of a picture JPEG and WebP keep, 1 to 100. PNG keeps all.")
            @Range(min = 1, max = 100, step = 1)
            @Default("92")
            int quality,

            @Doc("The text that a PNG carries in its metadata: the workflow that runs if absent, nothing if empty.")
            Optional<String> workflow,

            @Doc(
                    "Further texts that a PNG carries, by keyword: parameters as A1111 reads it, prompt as ComfyUI reads it;"
                            + " describe-generation writes both.")
            Optional<Map<String, String>> metadata,

            @Doc(
                    "Where the pictures are transparent: 1 is wholly, as load-image gives it; of another size it is interpolated. One for all, or"
                            + " one for each; for PNG alone. The colours below stay.")
            Optional<Mask> transparent) {

        /** The name must be one. */
        public In {
            if (name.isBlank() || name.endsWith("/")) {
                throw new InvalidInputException("name", "A file needs a name, such as apple.png.");
            }
            PictureFormat.ofName(name);
            metadata.orElse(Map.of()).keySet().forEach(SaveImage::checkKeyword);
            transparent
                    .filter(mask -> mask.batch() != 1 && mask.batch() != image.batch())
                    .ifPresent(mask -> {
                        throw new InvalidInputException(
                                "transparent",
                                "There are " + mask.batch() + " masks for " + image.batch()
                                        + " pictures: give one mask, or one for each.");
                    });
            if (transparent.isPresent() && wanted(name, format) != PictureFormat.PNG) {
                throw new InvalidInputException(
                        "transparent",
                        "Only PNG files are written with transparency; choose a name that ends in .png.");
            }
        }

        private static PictureFormat wanted(String name, String format) {
            return PictureFormat.ofName(name).orElseGet(() -> PictureFormat.valueOf(format.toUpperCase(Locale.ROOT)));
        }
    }

    /** What was written. */
    public record Out(
            @Doc("The paths of the files in the order of the pictures.")
            List<String> files) {}

    @Override
    public Out run(In in, RunContext ctx) {
        PictureFormat format = In.wanted(in.name(), in.format());
        format.writer("format").dispose();
        Map<String, String> texts = new LinkedHashMap<>();
        String workflow = in.workflow().orElseGet(ctx::workflow);
        if (!workflow.isEmpty()) {
            texts.put(PictureWriter.KEYWORD, workflow);
        }
        in.metadata().ifPresent(texts::putAll);
        PictureWriter writer = new PictureWriter(format, in.quality(), texts);
        List<String> files = new ArrayList<>();
        int batch = in.image().batch();
        for (int i = 0; i < batch; i++) {
            RenderedImage picture = picture(in, format, i);
            String filled = FilePlaceholders.fill(
                    in.name(), in.image().width(), in.image().height());
            String name = name(filled.replace("%batch_num%", String.valueOf(i)), format, i, batch, ctx);
            Path written = ctx.files().write(name, out -> writer.write(picture, out));
            files.add(written.toString());
            ctx.progress(i + 1, batch);
        }
        return new Out(files);
    }

    private static RenderedImage picture(In in, PictureFormat format, int index) {
        if (in.transparent().isPresent()) {
            return Transparency.of(in.image(), index, in.transparent().get());
        }
        // Only the PNG writer goes row by row.
        return format == PictureFormat.PNG
                ? new PictureRows(in.image(), index)
                : in.image().toBufferedImage(index);
    }

    /** PNG, section 11.3.3.1: 1 to 79 characters of printable Latin-1, no space at an end. */
    private static void checkKeyword(String keyword) {
        boolean printable = keyword.chars().allMatch(c -> (c >= ' ' && c <= '~') || (c > 0xa0 && c <= 0xff));
        if (keyword.isBlank()
                || keyword.length() > LONGEST_KEYWORD
                || !printable
                || !keyword.strip().equals(keyword)
                || keyword.equals(PictureWriter.KEYWORD)) {
            throw new InvalidInputException(
                    "metadata",
                    "\"" + keyword
                            + "\" cannot be a text's keyword in a PNG: use 1 to 79 plain characters, such as parameters,"
                            + " and leave " + PictureWriter.KEYWORD + " to the workflow.");
        }
    }

    private static String name(String wanted, PictureFormat format, int index, int batch, RunContext ctx) {
        String extension = PictureFormat.extension(wanted);
        if (extension.isEmpty()) {
            return ctx.files().newName(wanted, format.extension());
        }
        String stem = wanted.substring(0, wanted.length() - extension.length() - 1);
        return batch == 1 ? wanted : stem + "-" + (index + 1) + "." + extension;
    }
}
