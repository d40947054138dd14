package dev.zograf.runtime.onednn;

import java.util.HexFormat;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;

/** Memory layouts of the library's own choice, as keys. */
final class Layouts {

    private Layouts() {}

    /** Equal for equal layouts. */
    static String text(memory.desc layout) {
        try (BytePointer blob = layout.get_blob()) {
            byte[] bytes = new byte[(int) blob.limit()];
            blob.get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
