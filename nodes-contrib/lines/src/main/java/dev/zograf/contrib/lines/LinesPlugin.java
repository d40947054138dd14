package dev.zograf.contrib.lines;

import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import java.util.List;

/** Offers the annotators. */
public final class LinesPlugin implements NodePlugin {

    @Override
    public List<Class<? extends Node<?, ?>>> nodes() {
        return List.of(Canny.class, Gradient.class, LineArt.class, Scribble.class, SoftEdge.class);
    }
}
