package dev.zograf.nodes.editing;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Size;
import dev.zograf.nodes.image.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts pieces out of pictures and resizes them. */
final class Pieces {

    private Pieces() {}

    /**
     * One piece of each picture.
     *
     * @param x {@code [batch, channels, h, w]}
     * @param edge whether what lies beyond the picture is its outermost pixel again, otherwise 0
     */
    static FloatTensor cut(FloatTensor x, List<Box> boxes, Size size, String filter, boolean edge) {
        List<FloatTensor> out = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            out.add(resized(cut(x.slice(0, i, i + 1), boxes.get(i), edge), size, filter));
        }
        return FloatTensor.concat(0, out);
    }

    /** The same in another size, untouched if that is its own. */
    static FloatTensor resized(FloatTensor piece, Size size, String filter) {
        return Resampling.valueOf(filter.toUpperCase(Locale.ROOT)).resize(piece, size.width(), size.height());
    }

    private static FloatTensor cut(FloatTensor x, Box box, boolean edge) {
        int h = x.dim(2);
        int w = x.dim(3);
        float[] out = new float[x.dim(1) * box.height() * box.width()];
        for (int i = 0; i < out.length; i++) {
            int column = box.x() + i % box.width();
            int row = box.y() + i / box.width() % box.height();
            int plane = i / (box.width() * box.height());
            int nearColumn = Math.min(Math.max(column, 0), w - 1);
            int nearRow = Math.min(Math.max(row, 0), h - 1);
            boolean inside = column == nearColumn && row == nearRow;
            out[i] = inside || edge ? x.at((plane * h + nearRow) * w + nearColumn) : 0;
        }
        return FloatTensor.wrap(out, 1, x.dim(1), box.height(), box.width());
    }
}
