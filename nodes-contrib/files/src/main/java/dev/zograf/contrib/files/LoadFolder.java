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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Reads the pictures of a folder. */
@Doc("Reads the pictures of a folder, in the order in which people sort their names.")
@NodeType(id = "contrib.load-folder", title = "Load folder", category = "files")
public final class LoadFolder implements Node<LoadFolder.In, LoadFolder.Out> {

    /** As many pixels as all pictures of a run may have together. */
    static final long MAX_PIXELS = 1L << 28;

    /** What to read. */
    public record In(
            @Doc("A folder below the input folder.") String folder,

            @Doc("Which files: * stands for any signs of a name, ** also for folders, {a,b} for one of several.")
            @Default("*.{png,jpg,jpeg,gif,bmp,webp,tif,tiff,PNG,JPG,JPEG}")
            String pattern,

            @Doc("Also reads the folders in it.") @Default("false")
            boolean recursive,

            @Doc("The first file to take, counted from 0.") @Range(min = 0) @Default("0")
            int start,

            @Doc("How many pictures to read at most.") @Unit("pictures") @Range(min = 1, max = 10_000) @Default("100")
            int count) {}

    /** What was read. */
    public record Out(
            @Doc("The pictures, each by itself, because their sizes may differ.")
            List<Image> images,

            @Doc("Their names in the folder.") List<String> names,
            @Doc("How many files fit the pattern.") int total) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Folder.Entry> all = Folder.of(in.folder(), ctx.files()).list(in.pattern(), in.recursive());
        List<Folder.Entry> taken = taken(in, all);
        if (taken.isEmpty()) {
            throw new BadFileException(
                    in.folder(),
                    all.size() + " files fit the pattern \"" + in.pattern() + "\"; wanted are those from " + in.start()
                            + ".");
        }
        List<Image> images = new ArrayList<>();
        long pixels = 0;
        for (Folder.Entry entry : taken) {
            String name = in.folder() + "/" + entry.name();
            try (InputStream bytes = Files.newInputStream(entry.path())) {
                Image image = Picture.read(name, bytes, ctx);
                pixels += (long) image.width() * image.height();
                images.add(image);
            } catch (IOException e) {
                throw new BadFileException(name, "the file cannot be read: " + e.getMessage() + ".", e);
            }
            if (pixels > MAX_PIXELS) {
                throw new BadFileException(
                        name,
                        "the pictures of the folder have more than " + MAX_PIXELS
                                + " pixels together by this one; read fewer at once with start and count.");
            }
            ctx.progress(images.size(), taken.size());
        }
        return new Out(images, taken.stream().map(Folder.Entry::name).toList(), all.size());
    }

    private static List<Folder.Entry> taken(In in, List<Folder.Entry> all) {
        int from = Math.min(in.start(), all.size());
        return all.subList(from, (int) Math.min(all.size(), (long) from + in.count()));
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        List<Folder.Entry> all = Folder.of(in.folder(), files).list(in.pattern(), in.recursive());
        StringBuilder out = new StringBuilder(all.size() + "\n");
        for (Folder.Entry entry : taken(in, all)) {
            out.append(entry.fingerprint()).append('\n');
        }
        return out.toString();
    }
}
