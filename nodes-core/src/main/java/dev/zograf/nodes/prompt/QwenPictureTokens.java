package dev.zograf.nodes.prompt;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.models.QwenPicturesEdit;
import dev.zograf.models.QwenVisionGrid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a text with pictures, each of which has as many as its image tower makes, and where they are (M-RoPE; Wang et al. 2024, section
 * 2.1): words follow one another; the tokens of a picture share a time and differ in row and column, and what comes after it goes on behind
 * the longer of its sides.
 */
final class QwenPictureTokens {

    private final int[] ids;
    private final float[] positions;
    private final int[] firsts;

    /**
     * The tokens of a text.
     *
     * @param text its tokens, one for each picture
     * @param pad the token that stands for a picture
     * @param grids of the pictures, as many as there are such tokens
     */
    QwenPictureTokens(int[] text, int pad, List<QwenVisionGrid> grids) {
        int length = text.length
                - grids.size()
                + grids.stream().mapToInt(QwenVisionGrid::tokens).sum();
        ids = new int[length];
        positions = new float[3 * length];
        firsts = new int[grids.size()];
        int at = 0;
        int time = 0;
        int picture = 0;
        for (int id : text) {
            if (id != pad) {
                place(at, time, time, time);
                ids[at++] = id;
                time++;
                continue;
            }
            QwenVisionGrid grid = grids.get(picture);
            firsts[picture++] = at;
            int columns = grid.columns() / grid.merge();
            int rows = grid.rows() / grid.merge();
            Arrays.fill(ids, at, at + rows * columns, pad);
            for (int i = 0; i < rows * columns; i++) {
                place(at++, time, time + i / columns, time + i % columns);
            }
            time += Math.max(rows, columns);
        }
    }

    private void place(int token, int time, int row, int column) {
        positions[token] = time;
        positions[ids.length + token] = row;
        positions[2 * ids.length + token] = column;
    }

    /** {@code [1, tokens]}. */
    IntTensor ids() {
        return IntTensor.of(ids, 1, ids.length);
    }

    /** Time, row and column of each token, {@code [3, 1, tokens]}. */
    FloatTensor positions() {
        return FloatTensor.wrap(positions, 3, 1, ids.length);
    }

    /**
     * The inputs of a {@link QwenPicturesEdit}.
     *
     * @param seen what stands in the place of each picture's tokens, {@code [1, tokens, width]}
     */
    Map<String, HostTensor> inputs(List<FloatTensor> seen, int width) {
        float[] keep = new float[ids.length];
        Arrays.fill(keep, 1);
        float[] vectors = new float[ids.length * width];
        for (int i = 0; i < firsts.length; i++) {
            FloatTensor picture = seen.get(i);
            Arrays.fill(keep, firsts[i], firsts[i] + picture.dim(1), 0);
            System.arraycopy(picture.toArray(), 0, vectors, firsts[i] * width, picture.size());
        }
        return Map.of(
                QwenPicturesEdit.KEEP, FloatTensor.wrap(keep, 1, ids.length, 1),
                QwenPicturesEdit.VECTORS, FloatTensor.wrap(vectors, 1, ids.length, width));
    }
}
