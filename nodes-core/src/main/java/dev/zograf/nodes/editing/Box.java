package dev.zograf.nodes.editing;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Size;
import java.util.Optional;

/** A rectangle of pixels, which may reach beyond the picture. */
record Box(int x, int y, int width, int height) {

    /** What is above 0 in a plane, or empty if nothing is. */
    static Optional<Box> around(FloatTensor planes, int plane) {
        int h = planes.dim(1);
        int w = planes.dim(2);
        int left = w;
        int right = -1;
        int top = h;
        int bottom = -1;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                if (planes.at((plane * h + y) * w + x) > 0) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        return right < 0 ? Optional.empty() : Optional.of(new Box(left, top, right - left + 1, bottom - top + 1));
    }

    /** The same with more on each side, cut at the border of the picture. */
    Box widened(int left, int top, Size picture) {
        int fromX = Math.max(0, x - left);
        int fromY = Math.max(0, y - top);
        return new Box(
                fromX,
                fromY,
                Math.min(picture.width(), x + width + left) - fromX,
                Math.min(picture.height(), y + height + top) - fromY);
    }

    /** A larger one around the same middle, moved into the picture as far as it fits there, in the middle of it otherwise. */
    Box enlarged(int toWidth, int toHeight, Size picture) {
        return new Box(
                start(x, width, toWidth, picture.width()),
                start(y, height, toHeight, picture.height()),
                toWidth,
                toHeight);
    }

    private static int start(int from, int length, int to, int side) {
        return to >= side ? (side - to) / 2 : Math.min(Math.max(from - (to - length) / 2, 0), side - to);
    }
}
