package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.normalization_flags.rms_norm;
import static org.bytedeco.dnnl.global.dnnl.normalization_flags.use_scale;
import static org.bytedeco.dnnl.global.dnnl.normalization_flags.use_shift;

import dev.zograf.tensor.Tensor;
import java.util.function.Consumer;
import org.bytedeco.dnnl.group_normalization_forward;
import org.bytedeco.dnnl.layer_normalization_forward;

/** Normalisations over groups of channels and over rows. */
final class Norms {

    private static final int SCALE_AND_SHIFT = use_scale.value | use_shift.value;

    private final Builder builder;

    Norms(Builder builder) {
        this.builder = builder;
    }

    /** @param x {@code [batch, channels, h, w]} or {@code [batch, channels, n]} */
    Value group(Tensor t, Value x, Value scale, Value shift, Kind type, Consumer<After> then) {
        After after = new After();
        then.accept(after);
        Value map = x;
        if (x.rank() != 4) {
            map = builder.reshape(x, x.dim(0), x.dim(1), x.size() / x.dim(0) / x.dim(1), 1);
        }
        Value in = builder.usual(map, map.kind());
        Value out = Value.of(type, in.dims());
        group_normalization_forward.primitive_desc desc = new group_normalization_forward.primitive_desc(
                OneDnn.engine(),
                OneDnn.INFERENCE.value,
                in.desc(),
                out.desc(),
                t.attribute("groups", Integer.class),
                t.attribute("eps", Double.class).floatValue(),
                SCALE_AND_SHIFT,
                after.attributes(),
                false);
        builder.add(after.into(Step.Call.of(new group_normalization_forward(desc))
                .with(DNNL_ARG_SRC, in)
                .with(DNNL_ARG_SCALE, builder.rows(scale, Kind.F32))
                .with(DNNL_ARG_SHIFT, builder.rows(shift, Kind.F32))
                .with(DNNL_ARG_DST, out)));
        return x.rank() == 4 ? out : builder.reshape(out, x.dims());
    }

    Value rms(Tensor t, Value x, Value scale, Kind type) {
        Value in = builder.rows(x, x.kind());
        long[] rows = Reshape.flattened(x.dims(), 1);
        Value flat = in.as(rows, Value.rows(rows));
        Value out = Value.of(type, rows);
        layer_normalization_forward.primitive_desc desc = new layer_normalization_forward.primitive_desc(
                OneDnn.engine(),
                OneDnn.INFERENCE.value,
                flat.desc(),
                out.desc(),
                t.attribute("eps", Double.class).floatValue(),
                use_scale.value | rms_norm.value,
                new After().attributes(),
                false);
        builder.add(Step.Call.of(new layer_normalization_forward(desc))
                .with(DNNL_ARG_SRC, flat)
                .with(DNNL_ARG_SCALE, builder.rows(scale, Kind.F32))
                .with(DNNL_ARG_DST, out));
        return out.as(x.dims(), Value.rows(x.dims()));
    }

    Value layer(Tensor t, Value x, Value scale, Value shift, Kind type, Consumer<After> then) {
        After after = new After();
        then.accept(after);
        Value in = builder.rows(x, x.kind());
        long[] rows = Reshape.flattened(x.dims(), 1);
        Value flat = in.as(rows, Value.rows(rows));
        Value out = Value.of(type, rows);
        layer_normalization_forward.primitive_desc desc = new layer_normalization_forward.primitive_desc(
                OneDnn.engine(),
                OneDnn.INFERENCE.value,
                flat.desc(),
                out.desc(),
                t.attribute("eps", Double.class).floatValue(),
                SCALE_AND_SHIFT,
                after.attributes(),
                false);
        builder.add(after.into(Step.Call.of(new layer_normalization_forward(desc))
                .with(DNNL_ARG_SRC, flat)
                .with(DNNL_ARG_SCALE, builder.rows(scale, Kind.F32))
                .with(DNNL_ARG_SHIFT, builder.rows(shift, Kind.F32))
                .with(DNNL_ARG_DST, out)));
        return out.as(x.dims(), Value.rows(x.dims()));
    }
}
