package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.algorithm;

import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.reduction;

/**
 * Inputs of layers as 8-bit whole numbers, symmetric around 0: {@code q = round(x / scale)} with {@code scale = max|x| / 127}, found anew at
 * each run, of a whole feature map or of each row (Dettmers et al. 2022, section 2.1). Layers with the same input share it.
 */
final class Quantiser {

    private static final float GREATEST = 127;

    private final Builder builder;
    private final Map<Value, Whole> maps = new IdentityHashMap<>();
    private final Map<Value, Whole> rows = new IdentityHashMap<>();

    Quantiser(Builder builder) {
        this.builder = builder;
    }

    /**
     * Numbers and what each stands for.
     *
     * @param numbers of the type S8, in the layout of what they were made from
     * @param scale {@code [1]}, or {@code [rows, 1]}
     */
    record Whole(Value numbers, Value scale) {}

    /** A feature map with one scale. */
    Whole map(Value x) {
        return maps.computeIfAbsent(x, key -> {
            Value in = builder.usual(x, x.kind());
            long[] flat = {in.size() / in.dim(1), in.dim(1)};
            Whole whole = quantise(in.as(flat, Value.rows(flat)), false);
            return new Whole(whole.numbers.as(in.dims(), Value.usual(in.dims())), whole.scale);
        });
    }

    /** Rows with a scale each. */
    Whole rows(Value x) {
        return rows.computeIfAbsent(x, key -> quantise(builder.rows(x, x.kind()), true));
    }

    private Whole quantise(Value x, boolean each) {
        int count = Math.toIntExact(x.dim(0));
        Value greatest = reduce(x, algorithm.reduction_max);
        Value least = reduce(x, algorithm.reduction_min);
        Value scale = each ? Value.of(Kind.F32, count, 1) : Value.of(Kind.F32, 1);
        Value inverse = Value.of(Kind.F32, each ? count : 1, 1);
        builder.host(
                addresses -> {
                    FloatBuffer max = HostWork.floats(addresses.get(0), count);
                    FloatBuffer min = HostWork.floats(addresses.get(1), count);
                    FloatBuffer scales = HostWork.floats(addresses.get(2), each ? count : 1);
                    FloatBuffer inverses = HostWork.floats(addresses.get(3), each ? count : 1);
                    float all = 0;
                    for (int i = 0; i < count; i++) {
                        float reach = Math.max(max.get(i), -min.get(i));
                        all = Math.max(all, reach);
                        if (each) {
                            scales.put(i, reach / GREATEST);
                            inverses.put(i, reach == 0 ? 0 : GREATEST / reach);
                        }
                    }
                    if (!each) {
                        scales.put(0, all / GREATEST);
                        inverses.put(0, all == 0 ? 0 : GREATEST / all);
                    }
                },
                greatest,
                least,
                scale,
                inverse);
        Value out = Value.ofRows(Kind.S8, x.dims());
        binary.primitive_desc desc =
                new binary.primitive_desc(OneDnn.engine(), algorithm.binary_mul, x.desc(), inverse.desc(), out.desc());
        builder.add(Step.Call.of(new binary(desc))
                .with(DNNL_ARG_SRC_0, x)
                .with(DNNL_ARG_SRC_1, inverse)
                .with(DNNL_ARG_DST, out));
        return new Whole(out, scale);
    }

    private Value reduce(Value x, algorithm kind) {
        Value out = Value.of(Kind.F32, x.dim(0), 1);
        reduction.primitive_desc desc = new reduction.primitive_desc(OneDnn.engine(), kind, x.desc(), out.desc(), 0, 0);
        builder.add(Step.Call.of(new reduction(desc)).with(DNNL_ARG_SRC, x).with(DNNL_ARG_DST, out));
        return out;
    }
}
