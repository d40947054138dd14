package dev.zograf.nodes.lora;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file says of one layer. Shapes are checked before anything is read or allocated; that they are those of the model's layer is
 * checked by who knows the model.
 */
final class LoraModule {

    private static final int LARGEST = 1 << 29;

    private final String file;
    private final String name;
    private final Map<Role, Weight> tensors = new EnumMap<>(Role.class);

    /** @param name as the file calls it */
    LoraModule(String file, String name) {
        this.file = file;
        this.name = name;
    }

    /**
     * Adds a tensor.
     *
     * @throws BadFileException if there is one of that role
     */
    void add(Role role, Weight weight) {
        Weight before = tensors.putIfAbsent(role, weight);
        if (before != null) {
            throw new BadFileException(file, before.name() + " and " + weight.name() + " are the same thing twice.");
        }
        if (!weight.dtype().isFloat() && role != Role.ALPHA && role != Role.ON_INPUT) {
            throw bad(weight.name() + " has the type " + weight.dtype() + " where a floating-point type is needed");
        }
        if (weight.size() > LARGEST) {
            throw bad(weight.name() + " has " + weight.size() + " numbers, more than any layer");
        }
    }

    void requireFinite() {
        tensors.values().forEach(weight -> FiniteNumbers.require(file, weight));
    }

    String name() {
        return name;
    }

    /** The names of its tensors in the file. */
    List<String> keys() {
        return tensors.values().stream().map(Weight::name).sorted().toList();
    }

    boolean has(Role role) {
        return tensors.containsKey(role);
    }

    Optional<Weight> get(Role role) {
        return Optional.ofNullable(tensors.get(role));
    }

    /** The change of the layer's weight, if there is one. */
    Optional<Delta> weight(LoraScale scale) {
        if (has(Role.DIFF)) {
            return Optional.of(new FullDelta(need(Role.DIFF)));
        }
        if (has(Role.UP) || has(Role.DOWN)) {
            return Optional.of(lowRank(scale));
        }
        if (has(Role.HADA_W1_A) || has(Role.HADA_W2_A)) {
            return Optional.of(hadamard(scale));
        }
        if (has(Role.LOKR_W1) || has(Role.LOKR_W1_A)) {
            return Optional.of(kronecker(scale));
        }
        if (has(Role.GLORA_A1)) {
            return Optional.of(general(scale));
        }
        if (has(Role.SCALE)) {
            return Optional.of(
                    new ScaleDelta(need(Role.SCALE), number(Role.ON_INPUT).orElse(0.0) != 0));
        }
        if (has(Role.OFT_BLOCKS)) {
            return Optional.of(rotation());
        }
        return Optional.empty();
    }

    /** The change of the layer's bias, if there is one. */
    Optional<Delta> bias() {
        return get(Role.DIFF_BIAS).map(FullDelta::new);
    }

    private Delta lowRank(LoraScale scale) {
        Weight up = need(Role.UP);
        Weight down = need(Role.DOWN);
        long rank = dim(up, 1);
        require(up.size() == dim(up, 0) * rank, up, "[rows, rank], or that with 1x1");
        Optional<Weight> mid = get(Role.MID);
        if (mid.isPresent()) {
            Weight kernel = mid.get();
            require(kernel.shape().length == 4 && dim(kernel, 0) == rank, kernel, "[" + rank + ", inner, h, w]");
            require(dim(down, 0) == dim(kernel, 1), down, "[" + dim(kernel, 1) + ", channels]");
            long columns = down.size() / dim(down, 0) * (kernel.size() / rank / dim(kernel, 1));
            whole(dim(up, 0), columns);
            whole(rank, columns);
        } else {
            require(dim(down, 0) == rank, down, "[" + rank + ", columns], since " + up.name() + " is " + text(up));
            whole(dim(up, 0), down.size() / rank);
        }
        return new LowRankDelta(up, down, mid, scale.of(name, (int) rank, alpha()));
    }

    private Delta hadamard(LoraScale scale) {
        Weight a = need(Role.HADA_W1_A);
        Weight b = need(Role.HADA_W1_B);
        boolean tucker = has(Role.HADA_T1) || has(Role.HADA_T2);
        long rows = dim(a, tucker ? 1 : 0);
        long columns = b.size() / dim(b, 0);
        if (tucker) {
            Weight t = need(Role.HADA_T1);
            require(t.shape().length == 4, t, "[rank, rank, h, w]");
            columns *= dim(t, 2) * dim(t, 3);
        }
        int[] size = {whole(rows), whole(columns), whole(rows, columns)};
        HadamardDelta.Factor one = factor(Role.HADA_W1_A, Role.HADA_W1_B, Role.HADA_T1, tucker, rows, columns);
        HadamardDelta.Factor two = factor(Role.HADA_W2_A, Role.HADA_W2_B, Role.HADA_T2, tucker, rows, columns);
        return new HadamardDelta(one, two, size[0], size[1], scale.of(name, (int) dim(b, 0), alpha()));
    }

    private HadamardDelta.Factor factor(Role first, Role second, Role kernel, boolean tucker, long rows, long columns) {
        Weight a = need(first);
        Weight b = need(second);
        if (!tucker) {
            require(dim(a, 0) == rows && a.size() == rows * dim(a, 1), a, "[" + rows + ", rank]");
            require(dim(b, 0) == dim(a, 1), b, "[" + dim(a, 1) + ", " + columns + "]");
            require(b.size() == dim(b, 0) * columns, b, "[" + dim(a, 1) + ", " + columns + "]");
            return new HadamardDelta.Factor(a, b, Optional.empty());
        }
        Weight t = need(kernel);
        String wanted = "[" + dim(a, 0) + ", " + dim(b, 0) + ", h, w]";
        require(t.shape().length == 4 && dim(t, 0) == dim(a, 0) && dim(t, 1) == dim(b, 0), t, wanted);
        require(a.size() == dim(a, 0) * rows, a, "[rank, " + rows + "]");
        require(b.size() / dim(b, 0) * dim(t, 2) * dim(t, 3) == columns, b, "[rank, channels]");
        whole(dim(a, 0), columns);
        return new HadamardDelta.Factor(a, b, Optional.of(t));
    }

    private Delta kronecker(LoraScale scale) {
        Optional<Weight> t = get(Role.LOKR_T2);
        boolean whole1 = has(Role.LOKR_W1);
        boolean whole2 = has(Role.LOKR_W2);
        Weight w1 = need(whole1 ? Role.LOKR_W1 : Role.LOKR_W1_A);
        Optional<Weight> w1b = whole1 ? Optional.empty() : Optional.of(need(Role.LOKR_W1_B));
        Weight w2 = need(whole2 ? Role.LOKR_W2 : Role.LOKR_W2_A);
        Optional<Weight> w2b = whole2 ? Optional.empty() : Optional.of(need(Role.LOKR_W2_B));
        w1b.ifPresent(b -> require(w1.size() == dim(w1, 0) * dim(b, 0), w1, "[rows, " + dim(b, 0) + "]"));
        long rows1 = dim(w1, 0);
        long columns1 = w1b.map(b -> b.size() / dim(b, 0)).orElse(w1.size() / rows1);
        long kernel = t.map(k -> k.size() / dim(k, 0) / dim(k, 1))
                .orElse(w2.shape().length == 4 && whole2 ? dim(w2, 2) * dim(w2, 3) : 1);
        long rows2 = dim(w2, t.isPresent() && !whole2 ? 1 : 0);
        long columns2 = w2b.map(b -> b.size() / dim(b, 0)).orElse(w2.size() / rows2 / kernel);
        if (w2b.isPresent()) {
            Weight b = w2b.get();
            t.ifPresentOrElse(
                    k -> require(
                            k.shape().length == 4 && dim(k, 0) == dim(w2, 0) && dim(k, 1) == dim(b, 0),
                            k,
                            "[" + dim(w2, 0) + ", " + dim(b, 0) + ", h, w]"),
                    () -> require(w2.size() == rows2 * dim(b, 0), w2, "[rows, " + dim(b, 0) + "]"));
        }
        whole(rows1, rows2, columns1, columns2, kernel);
        whole(dim(w2, 0), columns2, kernel);
        Optional<Weight> ranked = w2b.isPresent() ? w2b : w1b;
        return new KroneckerDelta(
                new KroneckerDelta.Factor(w1, w1b, Optional.empty(), (int) rows1, (int) columns1),
                new KroneckerDelta.Factor(w2, w2b, t, (int) rows2, (int) columns2),
                (int) kernel,
                ranked.map(b -> scale.of(name, (int) dim(b, 0), alpha())).orElse(1.0));
    }

    /** Earlier releases of LyCORIS called the factors the other way round; the rank that all four share tells. */
    private Delta general(LoraScale scale) {
        boolean swapped = dim(need(Role.GLORA_A1), 1) != dim(need(Role.GLORA_A2), 0)
                || dim(need(Role.GLORA_B1), 1) != dim(need(Role.GLORA_B2), 0)
                || dim(need(Role.GLORA_A2), 0) != dim(need(Role.GLORA_B2), 0);
        Weight a1 = need(swapped ? Role.GLORA_A2 : Role.GLORA_A1);
        Weight a2 = need(swapped ? Role.GLORA_A1 : Role.GLORA_A2);
        Weight b1 = need(swapped ? Role.GLORA_B2 : Role.GLORA_B1);
        Weight b2 = need(swapped ? Role.GLORA_B1 : Role.GLORA_B2);
        long rank = dim(b2, 0);
        long channels = dim(a1, 0);
        long columns = b2.size() / rank;
        require(a1.size() == channels * rank, a1, "[channels, " + rank + "]");
        require(dim(a2, 0) == rank && a2.size() == channels * rank, a2, "[" + rank + ", " + channels + "]");
        require(b1.size() == dim(b1, 0) * rank, b1, "[rows, " + rank + "]");
        require(columns % channels == 0, b2, "[" + rank + ", " + channels + ", ...]");
        whole(dim(b1, 0), columns);
        whole(channels, channels);
        return new GeneralDelta(a1, a2, b1, b2, scale.of(name, (int) rank, alpha()));
    }

    private Delta rotation() {
        Weight blocks = need(Role.OFT_BLOCKS);
        if (blocks.shape().length == 4) {
            throw new BadFileException(
                    file,
                    "The LoRA's module " + name
                            + " is in the format BOFT, which is not known here: save it as the difference of"
                            + " the weights (diff), or merge it into a model with the tool that made it.");
        }
        require(blocks.shape().length == 3 && dim(blocks, 1) == dim(blocks, 2), blocks, "[blocks, size, size]");
        long rows = dim(blocks, 0) * dim(blocks, 1);
        whole(rows);
        get(Role.RESCALE).ifPresent(weight -> require(weight.size() == rows, weight, "[" + rows + "]"));
        return new RotationDelta(blocks, get(Role.RESCALE), alpha().orElse(0.0));
    }

    /** The number in {@code alpha}. */
    private Optional<Double> alpha() {
        return number(Role.ALPHA);
    }

    private Optional<Double> number(Role role) {
        return get(role).map(weight -> {
            require(weight.size() == 1, weight, "one number");
            double value = WeightData.floats(weight)[0];
            if (!Double.isFinite(value)) {
                throw bad(weight.name() + " is " + value);
            }
            return value;
        });
    }

    private Weight need(Role role) {
        return get(role)
                .orElseThrow(() -> bad("there is no " + role.name().toLowerCase(java.util.Locale.ROOT) + " beside "
                        + String.join(", ", keys())));
    }

    private long dim(Weight weight, int axis) {
        long[] shape = weight.shape();
        require(shape.length > axis && shape.length <= 5 && weight.size() > 0, weight, "a matrix");
        return shape[axis];
    }

    /** A product of sizes that is not too large to be a layer. */
    private int whole(long... sizes) {
        long product = 1;
        for (long size : sizes) {
            product = size > LARGEST ? LARGEST + 1L : product * size;
            if (product > LARGEST) {
                throw bad("its factors make more numbers than any layer has");
            }
        }
        return (int) product;
    }

    private void require(boolean fits, Weight weight, String wanted) {
        if (!fits) {
            throw bad(weight.name() + " has the shape " + text(weight) + " where " + wanted + " is needed");
        }
    }

    private static String text(Weight weight) {
        return Arrays.toString(weight.shape());
    }

    private BadFileException bad(String phrase) {
        return new BadFileException(file, "The LoRA's module " + name + " is damaged: " + phrase + ".");
    }
}
