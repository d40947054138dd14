package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.algorithm;

import java.util.List;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.javacpp.Pointer;

/** Numbers moved about: joined, enlarged, shuffled, rolled, pooled. */
final class Moves {

    private final Builder builder;

    Moves(Builder builder) {
        this.builder = builder;
    }

    Value concat(List<Value> parts, int axis, Kind type) {
        List<Value> in = parts.stream().map(part -> builder.usual(part, type)).toList();
        long[] dims = in.get(0).dims().clone();
        dims[axis] = in.stream().mapToLong(part -> part.dims()[axis]).sum();
        Value out = Value.of(type, dims);
        memory_desc_vector descs = new memory_desc_vector(in.size());
        for (int i = 0; i < in.size(); i++) {
            descs.put(i, in.get(i).desc());
        }
        concat.primitive_desc desc = new concat.primitive_desc(OneDnn.engine(), out.desc(), axis, descs);
        Step.Call call = Step.Call.of(new concat(desc)).with(DNNL_ARG_DST, out);
        for (int i = 0; i < in.size(); i++) {
            call.with(DNNL_ARG_MULTIPLE_SRC + i, in.get(i));
        }
        builder.add(call);
        return out;
    }

    /** Each pixel becomes a square: as many copies as a square has pixels, each to its place in all squares. */
    Value upsample(Value x, int factor) {
        Value out = Value.of(x.kind(), x.dim(0), x.dim(1), x.dim(2) * factor, x.dim(3) * factor);
        for (int i = 0; i < factor; i++) {
            for (int j = 0; j < factor; j++) {
                builder.copy(x, out.every(2, factor, i).every(3, factor, j));
            }
        }
        return out;
    }

    /** Nearest neighbour to any size, the coordinates rounded down. */
    Value nearest(Value x, long height, long width) {
        if (x.dim(2) == height && x.dim(3) == width) {
            return x;
        }
        if (height % x.dim(2) == 0 && width % x.dim(3) == 0 && height / x.dim(2) == width / x.dim(3)) {
            return upsample(x, (int) (height / x.dim(2)));
        }
        Value in = builder.usual(x, x.kind());
        Value out = Value.of(x.kind(), x.dim(0), x.dim(1), height, width);
        long pixel = in.dim(1) * in.kind().bytes();
        builder.host(
                addresses -> {
                    for (long n = 0; n < out.dim(0); n++) {
                        for (long i = 0; i < height; i++) {
                            for (long j = 0; j < width; j++) {
                                long from =
                                        (n * in.dim(2) + i * in.dim(2) / height) * in.dim(3) + j * in.dim(3) / width;
                                Pointer.memcpy(
                                        Addresses.at(addresses.get(1), ((n * height + i) * width + j) * pixel),
                                        Addresses.at(addresses.get(0), from * pixel),
                                        pixel);
                            }
                        }
                    }
                },
                in,
                out);
        return out;
    }

    Value pixelShuffle(Value x, long r) {
        long c = x.dim(1) / (r * r);
        Value out = Value.of(x.kind(), x.dim(0), c, x.dim(2) * r, x.dim(3) * r);
        Value from = builder.reshape(x, x.dim(0), c, r, r, x.dim(2), x.dim(3)).permute(0, 1, 4, 2, 5, 3);
        builder.copy(from, Reshape.view(out, from.dims()).orElseThrow());
        return out;
    }

    Value pixelUnshuffle(Value x, long r) {
        Value out = Value.of(x.kind(), x.dim(0), x.dim(1) * r * r, x.dim(2) / r, x.dim(3) / r);
        Value from = builder.reshape(x, x.dim(0), x.dim(1), x.dim(2) / r, r, x.dim(3) / r, r)
                .permute(0, 1, 3, 5, 2, 4);
        builder.copy(from, Reshape.view(out, from.dims()).orElseThrow());
        return out;
    }

    Value roll(Value x, int axis, int shift) {
        long size = x.dims()[axis];
        long by = Math.floorMod((long) shift, size);
        if (by == 0) {
            return x;
        }
        Value out = Value.of(x.kind(), x.dims());
        builder.copy(x.slice(axis, 0, size - by), out.slice(axis, by, size));
        builder.copy(x.slice(axis, size - by, size), out.slice(axis, 0, by));
        return out;
    }

    Value maxPool(Value x, long size) {
        Value in = builder.usual(x, x.kind());
        Value out = Value.of(in.kind(), in.dim(0), in.dim(1), in.dim(2) / size, in.dim(3) / size);
        long[] square = {size, size};
        long[] none = {0, 0};
        pooling_forward.primitive_desc desc = new pooling_forward.primitive_desc(
                OneDnn.engine(),
                OneDnn.INFERENCE,
                algorithm.pooling_max,
                in.desc(),
                out.desc(),
                square,
                square,
                none,
                none,
                none);
        builder.add(
                Step.Call.of(new pooling_forward(desc)).with(DNNL_ARG_SRC, in).with(DNNL_ARG_DST, out));
        return out;
    }
}
