package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.algorithm;

import dev.zograf.tensor.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.softmax_forward;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Scaled dot-product attention for some queries of all heads at a time, so that their scores stay in the cache and the whole matrix is
 * never there (after Rabe and Staats 2021, without their merging: a piece sees all keys at once). Pieces are as large as the cache allows, because
 * all threads meet after each.
 */
final class Attention {

    /** How many bytes of scores a piece may have: about what the last cache of a server's processor holds. */
    private static final long PIECE = 32L << 20;

    private static final long FEWEST = 16;

    private final Builder builder;

    Attention(Builder builder) {
        this.builder = builder;
    }

    private record Piece(matmul scores, softmax_forward softmax, matmul mix) {}

    /**
     * Attention.
     *
     * @param q {@code [batch, n, heads*d]}
     * @param k {@code [batch, m, heads*d]}
     * @param v {@code [batch, m, heads*d]}
     * @param bias what is added to the scaled products, {@code [batch or 1, heads or 1, n, m]}
     * @param kind the type to compute with
     */
    Value attention(Tensor t, Value q, Value k, Value v, Optional<Value> bias, Kind kind, Kind type) {
        int heads = t.attribute("heads", Integer.class);
        long batch = q.dim(0);
        long n = q.dim(1);
        long m = k.dim(1);
        Value queries = heads(builder.rows(q, kind), heads);
        Value keys = heads(builder.rows(k, kind), heads).permute(0, 1, 3, 2);
        Value values = heads(builder.rows(v, kind), heads);
        Value out = Value.of(type, batch, n, v.dim(2));
        Value outHeads = heads(out, heads);
        Optional<Value> added = t.attribute("causal", Boolean.class) ? Optional.of(causal(n, m)) : bias;
        long rows = Math.min(n, Math.max(FEWEST, PIECE / (batch * heads * m * Float.BYTES)));
        Map<Long, Piece> pieces = new HashMap<>();
        Slot scoreSlot = Value.ofRows(Kind.F32, batch, heads, rows, m).slot();
        Slot weightSlot = Value.ofRows(kind, batch, heads, rows, m).slot();
        for (long first = 0; first < n; first += rows) {
            long from = first;
            long to = Math.min(n, from + rows);
            Value query = queries.slice(2, from, to);
            Value result = outHeads.slice(2, from, to);
            long[] size = {batch, heads, to - from, m};
            Value scores = new Value(Kind.F32, size, Value.rows(size), 0, scoreSlot);
            Value mixed = new Value(kind, size, Value.rows(size), 0, weightSlot);
            After after = new After();
            after.activation(new Activations.Activation(
                    algorithm.eltwise_linear, t.attribute("scale", Double.class).floatValue(), 0));
            added.map(all -> all.slice(2, all.dim(2) == 1 ? 0 : from, all.dim(2) == 1 ? 1 : to))
                    .ifPresent(each -> after.arithmetic(algorithm.binary_add, each));
            Piece piece = pieces.computeIfAbsent(
                    to - from, length -> piece(query, keys, scores, mixed, values, result, after));
            builder.add(after.into(Step.Call.of(piece.scores)
                    .with(DNNL_ARG_SRC, query)
                    .with(DNNL_ARG_WEIGHTS, keys)
                    .with(DNNL_ARG_DST, scores)));
            builder.add(Step.Call.of(piece.softmax).with(DNNL_ARG_SRC, scores).with(DNNL_ARG_DST, mixed));
            builder.add(Step.Call.of(piece.mix)
                    .with(DNNL_ARG_SRC, mixed)
                    .with(DNNL_ARG_WEIGHTS, values)
                    .with(DNNL_ARG_DST, result));
        }
        return out;
    }

    private static Piece piece(
            Value query, Value key, Value scores, Value mixed, Value value, Value result, After after) {
        return new Piece(
                new matmul(new matmul.primitive_desc(
                        OneDnn.engine(), query.desc(), key.desc(), scores.desc(), after.attributes(), false)),
                new softmax_forward(new softmax_forward.primitive_desc(
                        OneDnn.engine(), OneDnn.INFERENCE, algorithm.softmax_accurate, scores.desc(), mixed.desc(), 3)),
                new matmul(new matmul.primitive_desc(OneDnn.engine(), mixed.desc(), value.desc(), result.desc())));
    }

    private static Value heads(Value x, int heads) {
        long[] dims = {x.dim(0), x.dim(1), heads, x.dim(2) / heads};
        return x.as(dims, Value.rows(dims)).permute(0, 2, 1, 3);
    }

    /** What keeps each query from the keys behind it. */
    private static Value causal(long n, long m) {
        FloatPointer numbers = new FloatPointer(n * m);
        FloatBuffer all = numbers.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                all.put((int) (i * m + j), j > i ? Float.NEGATIVE_INFINITY : 0);
            }
        }
        long[] dims = {1, 1, n, m};
        return new Value(Kind.F32, dims, Value.rows(dims), 0, Slot.kept(new BytePointer(numbers)));
    }
}
