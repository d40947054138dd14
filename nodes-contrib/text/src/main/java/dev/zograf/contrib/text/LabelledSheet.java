package dev.zograf.contrib.text;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** Lays pictures out in rows, each with its label below, under a title. For pictures alone there is {@code contact-sheet}. */
@Doc("Lays pictures out in rows on one sheet, each with its label below, under a title.")
@NodeType(id = "contrib.labelled-sheet", title = "Labelled contact sheet", category = "image/text")
public final class LabelledSheet implements Node<LabelledSheet.In, LabelledSheet.Out> {

    /** What to lay out. */
    public record In(
            @Doc("The pictures; a batch counts as several.") List<Image> images,

            @Doc("The labels in the order of the pictures, such as their prompts; as many as pictures, or none.")
            @Default("[]")
            List<String> labels,

            @Doc("What stands over the sheet; nothing if empty.") @Default("\"\"")
            String title,

            @Doc("How many stand in a row; 0 makes the sheet about square.") @Range(min = 0, max = 1000) @Default("0")
            int columns,

            @Doc("The space between pictures and around them.") @Unit("px") @Range(min = 0, max = 1000) @Default("16")
            int gap,

            @Doc("The size of the labels' font in pixels.") @Unit("px") @Range(min = 4, max = 500) @Default("16")
            double size,

            @Doc("The size of the title's font in pixels.") @Unit("px") @Range(min = 4, max = 500) @Default("28")
            double titleSize,

            @Doc("The colour of the letters: " + Colour.NOTATION + ".") @Default("black")
            String colour,

            @Doc("The colour of the sheet.") @Default("white")
            String background,

            @Doc(
                    "TrueType or OpenType files below the input folder, asked in order for each letter; then Liberation Sans.")
            @Default("[]")
            List<String> fonts) {

        /** Labels and pictures belong together. */
        public In {
            if (images.isEmpty()) {
                throw new InvalidInputException("images", "A contact sheet needs at least one picture.");
            }
            int pictures = images.stream().mapToInt(Image::batch).sum();
            if (!labels.isEmpty() && labels.size() != pictures) {
                throw new InvalidInputException(
                        "labels",
                        "There are " + labels.size() + " labels for " + pictures + " pictures; give one each or none.");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("The sheet, one picture.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Colour colour = Colour.of("colour", in.colour());
        Colour ground = Colour.of("background", in.background());
        Fonts fonts = Fonts.of(in.fonts(), ctx.files());
        List<Image> images =
                in.images().stream().flatMap(image -> image.split().stream()).toList();
        int columns =
                in.columns() > 0 ? Math.min(in.columns(), images.size()) : (int) Math.ceil(Math.sqrt(images.size()));
        int rows = (images.size() + columns - 1) / columns;
        int cellWidth = images.stream().mapToInt(Image::width).max().orElseThrow();
        int cellHeight = images.stream().mapToInt(Image::height).max().orElseThrow();
        double width = (double) columns * (cellWidth + in.gap()) + in.gap();
        TextBlock.Setting labelled = new TextBlock.Setting(fonts, in.size(), cellWidth, 1.2, Alignment.CENTER);
        List<TextBlock> labels = new ArrayList<>();
        for (String label : in.labels()) {
            labels.add(TextBlock.set(label, labelled, ctx));
        }
        double space = labels.isEmpty() ? 0 : in.size() / 4;
        int[] heights = rowHeights(labels, rows, columns, space);
        double titleWidth = Math.max(1, width - 2.0 * in.gap());
        TextBlock title = TextBlock.set(
                in.title(), new TextBlock.Setting(fonts, in.titleSize(), titleWidth, 1.2, Alignment.CENTER), ctx);
        int top = in.title().isBlank() ? in.gap() : (int) Math.ceil(title.height()) + 2 * in.gap();
        double height = top + (double) rows * (cellHeight + in.gap());
        for (int extra : heights) {
            height += extra;
        }
        Canvas.check("images", width, height);
        ctx.willMake((int) width, (int) height, 1);
        Canvas canvas = Canvas.of((int) width, (int) height, ground);
        if (!in.title().isBlank()) {
            draw(canvas, title, in.gap(), in.gap(), colour);
        }
        int y = top;
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            int x = in.gap() + i % columns * (cellWidth + in.gap());
            canvas.place(image, x + (cellWidth - image.width()) / 2, y + (cellHeight - image.height()) / 2);
            if (!labels.isEmpty()) {
                draw(canvas, labels.get(i), x, y + cellHeight + space, colour);
            }
            if (i % columns == columns - 1) {
                y += cellHeight + heights[i / columns] + in.gap();
            }
            ctx.progress(i + 1, images.size());
        }
        return new Out(canvas.image());
    }

    /** What the labels of each row need below its pictures. */
    private static int[] rowHeights(List<TextBlock> labels, int rows, int columns, double space) {
        int[] heights = new int[rows];
        for (int i = 0; i < labels.size(); i++) {
            int height = (int) Math.ceil(labels.get(i).height() + space);
            heights[i / columns] = Math.max(heights[i / columns], height);
        }
        return heights;
    }

    private static void draw(Canvas canvas, TextBlock block, double x, double y, Colour colour) {
        canvas.paint(
                List.of(AffineTransform.getTranslateInstance(x, y).createTransformedShape(block.outline())),
                colour,
                1,
                0);
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return Fonts.fingerprint(in.fonts(), files);
    }
}
