package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.algorithm;
import static org.bytedeco.dnnl.global.dnnl.prop_kind;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** The library's engine of the processor, and for each thread a stream. Both stay as long as the process. */
final class OneDnn {

    static final prop_kind INFERENCE = prop_kind.forward_inference;
    static final algorithm DIRECT = algorithm.convolution_direct;

    static {
        // By default the natives' memory is limited to a multiple of the heap, which has nothing to do with the size of
        // models.
        unlimited("org.bytedeco.javacpp.maxbytes");
        unlimited("org.bytedeco.javacpp.maxphysicalbytes");
        OpenMp.load();
    }

    private static final engine ENGINE = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0).retainReference();
    private static final ThreadLocal<stream> STREAM = ThreadLocal.withInitial(() -> {
        stream made = new stream(ENGINE);
        made.retainReference();
        return made;
    });

    private OneDnn() {}

    /** Of the library that belongs to the bindings; loads nothing. */
    static String version() {
        return dnnl.DNNL_VERSION_MAJOR + "." + dnnl.DNNL_VERSION_MINOR + "." + dnnl.DNNL_VERSION_PATCH;
    }

    private static void unlimited(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "0");
        }
    }

    static engine engine() {
        return ENGINE;
    }

    static stream stream() {
        return STREAM.get();
    }

    static memory.desc desc(long[] dims, Kind kind, long[] strides) {
        return new memory.desc(dims, kind.type(), strides, false);
    }

    /** A layout of the library's own choice. */
    static memory.desc any(long[] dims, Kind kind) {
        return new memory.desc(dims, kind.type(), memory.format_tag.any, false);
    }

    static memory at(memory.desc desc, Pointer address) {
        return new memory(desc, engine(), address);
    }
}
