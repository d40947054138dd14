package dev.zograf.server.comfy;

import dev.zograf.runtime.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** ComfyUI's binary messages: numbers are big-endian, the first says what follows. */
final class PreviewFrames {

    private static final int PREVIEW = 1;
    private static final int PREVIEW_WITH_METADATA = 4;
    static final int JPEG = 1;
    static final int PNG = 2;

    private PreviewFrames() {}

    /** A picture: {@code 1, format, bytes}. */
    static byte[] plain(int format, byte[] picture) {
        return ByteBuffer.allocate(8 + picture.length)
                .putInt(PREVIEW)
                .putInt(format)
                .put(picture)
                .array();
    }

    /** A JPEG of a node: {@code 4, length, JSON, bytes}. */
    static byte[] ofNode(String prompt, String node, byte[] jpeg) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("node_id", node);
        about.put("prompt_id", prompt);
        about.put("display_node_id", node);
        about.put("parent_node_id", null);
        about.put("real_node_id", node);
        about.put("image_type", "image/jpeg");
        byte[] json = JsonText.compact(about).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + jpeg.length)
                .putInt(PREVIEW_WITH_METADATA)
                .putInt(json.length)
                .put(json)
                .put(jpeg)
                .array();
    }
}
