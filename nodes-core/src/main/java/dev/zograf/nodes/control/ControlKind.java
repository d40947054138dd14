package dev.zograf.nodes.control;

import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of control pictures of the published ControlNet Unions, in the order in which these number them. */
enum ControlKind {
    /** The network is not told. */
    AUTO,
    /** A skeleton. */
    POSE,
    /** How far what is seen lies. */
    DEPTH,
    /** Soft edges or a scribble. */
    SCRIBBLE,
    /** Hard edges or line art. */
    LINE,
    /** The directions of surfaces. */
    NORMAL,
    /** A colour for each kind of thing. */
    SEGMENTATION,
    /** A blurred or smaller picture, for details. */
    TILE,
    /** A picture with what is repainted left out. */
    INPAINT;

    static ControlKind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether the network is told. */
    boolean isTold() {
        return this != AUTO;
    }

    /** Its number among those that there are. */
    int index() {
        return ordinal() - 1;
    }

    /** {@code [1, kinds]}: 1 for this one, else 0. */
    FloatTensor told(int kinds) {
        float[] out = new float[kinds];
        if (isTold()) {
            out[index()] = 1;
        }
        return FloatTensor.wrap(out, 1, kinds);
    }

    /** The names of the first so many. */
    static String names(int kinds) {
        return Arrays.stream(values())
                .filter(kind -> kind.isTold() && kind.index() < kinds)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
