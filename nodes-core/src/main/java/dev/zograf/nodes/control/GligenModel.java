package dev.zograf.nodes.control;

import dev.zograf.api.PortType;
import dev.zograf.models.GligenEdit;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weights;

/** A GLIGEN that was loaded: what it adds to a U-Net. Immutable. */
@PortType("gligen")
public final class GligenModel {

    private final GligenEdit edit;

    private GligenModel(GligenEdit edit) {
        this.edit = edit;
    }

    /**
     * From the tensors of a file.
     *
     * @throws dev.zograf.api.BadFileException if they are not those of a GLIGEN for boxes with texts
     */
    public static GligenModel of(Weights weights) {
        return new GligenModel(GligenEdit.of(weights));
    }

    /** What it changes in the U-Net; equal for the same file. */
    GraphEdit edit() {
        return edit;
    }

    /** How wide the texts are that say what stands in a box. */
    int width() {
        return edit.width();
    }

    @Override
    public String toString() {
        return "GLIGEN " + edit.weights().file();
    }
}
