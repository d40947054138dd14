package dev.zograf.contrib.files;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.List;

/** Writes pictures of any sizes to files that are named after a pattern. For the workflow in the metadata there is {@code save-image}. */
@Doc("Writes pictures to files that are named after a pattern; older files of these names are replaced.")
@NodeType(id = "contrib.save-images", title = "Save images", category = "files", effect = true)
public final class SaveImages implements Node<SaveImages.In, SaveImages.Out> {

    /** What to write, and where. */
    public record In(
            @Doc("The pictures; a batch counts as several.") List<Image> images,

            @Doc(
                    "The names without extension: {index} counts from 0001, {name} is from names, {seed} counts on from seed; slashes"
                            + " make folders.")
            @Default("\"{index}\"")
            String pattern,

            @Doc("What {name} stands for, one for each picture; extensions are left out.") @Default("[]")
            List<String> names,

            @Doc("What {seed} stands for at the first picture.") @Default("0")
            long seed,

            @Doc("The format: png keeps all, jpeg is smaller.") @Default("png")
            Format format,

            @Doc("How much of a picture JPEG keeps, 1 to 100.") @Range(min = 1, max = 100) @Default("92")
            int quality) {}

    /** What was written. */
    public record Out(
            @Doc("The paths of the files in the order of the pictures.")
            List<String> files) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> images = NamePattern.single(in.images());
        List<String> names = NamePattern.names(
                in.pattern(), images.size(), in.names(), in.seed(), in.format().extension());
        List<String> files = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            files.add(ctx.files()
                    .write(names.get(i), out -> Picture.write(image, in.format(), in.quality(), out))
                    .toString());
            ctx.progress(i + 1, images.size());
        }
        return new Out(files);
    }
}
