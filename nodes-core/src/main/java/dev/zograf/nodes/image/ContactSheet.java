package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.latent.SizeBound;
import java.util.Arrays;
import java.util.List;

/** Lays pictures out in rows on one white sheet, in reading order. Smaller pictures stand in the middle of their cell. */
@Doc("Lays pictures out in rows on one white sheet.")
@NodeType(id = "contact-sheet", title = "Contact sheet", category = "image/transform")
public final class ContactSheet implements Node<ContactSheet.In, ContactSheet.Out> {

    /** What to lay out. */
    public record In(
            @Doc("The pictures; a batch counts as several.") List<Image> images,

            @Doc("How many stand in a row; 0 makes the sheet about square.") @Range(min = 0, max = 1000) @Default("0")
            int columns,

            @Doc("The white between pictures and around them, in pixels.")
            @Range(min = 0, max = 1000)
            @Default("8")
            @Unit("px")
            int gap) {

        /** An empty sheet is of no use. */
        public In {
            if (images.isEmpty()) {
                throw new InvalidInputException("images", "A contact sheet needs at least one picture.");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("The sheet, one picture.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> images =
                in.images().stream().flatMap(image -> image.split().stream()).toList();
        int columns =
                in.columns() > 0 ? Math.min(in.columns(), images.size()) : (int) Math.ceil(Math.sqrt(images.size()));
        int rows = (images.size() + columns - 1) / columns;
        int cellWidth = images.stream().mapToInt(Image::width).max().orElseThrow();
        int cellHeight = images.stream().mapToInt(Image::height).max().orElseThrow();
        long width = (long) columns * (cellWidth + in.gap()) + in.gap();
        long height = (long) rows * (cellHeight + in.gap()) + in.gap();
        SizeBound.check("images", width, height, "Take fewer or smaller pictures.");
        ctx.willMake((int) width, (int) height, 1);
        float[] sheet = new float[(int) (3 * width * height)];
        Arrays.fill(sheet, 1f);
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            int x = in.gap() + i % columns * (cellWidth + in.gap()) + (cellWidth - image.width()) / 2;
            int y = in.gap() + i / columns * (cellHeight + in.gap()) + (cellHeight - image.height()) / 2;
            place(image, sheet, (int) width, (int) height, x, y);
            ctx.progress(i + 1, images.size());
        }
        return new Out(Image.of(FloatTensor.wrap(sheet, 1, 3, (int) height, (int) width)));
    }

    private static void place(Image image, float[] sheet, int sheetWidth, int sheetHeight, int x, int y) {
        float[] pixels = image.pixels().toArray();
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < image.height(); row++) {
                System.arraycopy(
                        pixels,
                        (c * image.height() + row) * image.width(),
                        sheet,
                        (c * sheetHeight + y + row) * sheetWidth + x,
                        image.width());
            }
        }
    }
}
