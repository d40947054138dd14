package dev.zograf.contrib.files;

import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import java.util.List;

/** Offers files in and out. */
public final class FilesPlugin implements NodePlugin {

    @Override
    public List<Class<? extends Node<?, ?>>> nodes() {
        return List.of(
                ListFolder.class,
                LoadAnimation.class,
                LoadFolder.class,
                LoadText.class,
                LoadZip.class,
                SaveAnimation.class,
                SaveImages.class,
                SaveText.class,
                SaveZip.class);
    }
}
