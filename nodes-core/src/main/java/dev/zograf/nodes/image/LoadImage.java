package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InputFile;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a picture and what is transparent in it. */
@Doc("Reads a picture and what is transparent in it.")
@NodeType(id = "load-image", title = "Load image", category = "image")
public final class LoadImage implements Node<LoadImage.In, LoadImage.Out> {

    /** What to read. */
    public record In(
            @Doc("A PNG, JPEG, WebP, TIFF, GIF or BMP file.") @InputFile("image")
            String image,

            @Doc(
                    "What shows through where the picture is transparent: \"none\" keeps the colours that the file has there, \"white\" and \"black\" are laid under it.")
            @Choices({"none", "white", "black"})
            @Default("none")
            String background) {}

    /** What was read. */
    public record Out(
            @Doc("The picture, upright.") Image image,

            @Doc(
                    "1 where the picture is transparent, so that these places are repainted; 0 all over for an opaque one.")
            Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Channels channels = Channels.of(PictureFile.read(ctx.files().input(in.image()), ctx));
        Channels laid = switch (in.background()) {
            case "white" -> channels.on(255);
            case "black" -> channels.on(0);
            default -> channels;
        };
        return new Out(laid.image(), Mask.of(channels.plane((red, green, blue, alpha) -> 1 - alpha)));
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return fingerprint(files.input(in.image()));
    }

    /** Changes when the file is written again. */
    static String fingerprint(Path file) throws IOException {
        return Files.size(file) + "@" + Files.getLastModifiedTime(file);
    }
}
