package dev.zograf.contrib.qr;

import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import java.util.List;

/** Offers {@link QrCode}. */
public final class QrPlugin implements NodePlugin {

    @Override
    public List<Class<? extends Node<?, ?>>> nodes() {
        return List.of(QrCode.class);
    }
}
