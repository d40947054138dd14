package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A network under construction, in static single assignment: each operation makes one {@link Tensor}, in an order in which inputs
 * come first. Mistakes of the checkpoint (a tensor missing or of another shape) are collected in {@link #problems()}; mistakes of the
 * network's author (a wrong axis) throw at once. For one thread.
 */
public final class TensorGraph {

    private final List<Tensor> nodes = new ArrayList<>();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Map<List<String>, Tensor> weights = new HashMap<>();
    private List<Hooked> hooks = new ArrayList<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private String place = "";
    private boolean hooking;
    private boolean seldomRun;

    private record Hooked(Predicate<String> places, Hook hook) {}

    /**
     * Declares an input.
     *
     * @param dims an {@code Integer} or {@code Long} for a known size, a {@code String} for a symbol, or a {@link Dim}
     */
    public Tensor input(String name, DType dtype, Object... dims) {
        List<Dim> shape = new ArrayList<>();
        for (Object dim : dims) {
            if (dim instanceof Dim d) {
                shape.add(d);
            } else if (dim instanceof Number n) {
                shape.add(Dim.of(n.longValue()));
            } else {
                shape.add(Dim.symbol(String.valueOf(dim)));
            }
        }
        Tensor tensor = add(Op.INPUT, List.of(), Map.of("name", name), Shape.of(shape), dtype);
        if (inputs.putIfAbsent(name, tensor) != null) {
            throw new IllegalArgumentException("The input " + name + " is declared twice.");
        }
        return tensor;
    }

    /**
     * Says that a run of this network is seldom followed by another one soon, as of an encoder whose result is kept. The weights of a
     * large one then stay as they are stored where there is a choice: to lay them out anew takes longer than all runs gain.
     */
    public void runsSeldom() {
        seldomRun = true;
    }

    /** Whether {@link #runsSeldom} was said. */
    public boolean isSeldomRun() {
        return seldomRun;
    }

    /** Declares an output. */
    public void output(String name, Tensor tensor) {
        if (outputs.putIfAbsent(name, tensor) != null) {
            throw new IllegalArgumentException("The output " + name + " is declared twice.");
        }
    }

    /** Numbers that are part of the network itself. */
    public Tensor constant(float[] data, long... shape) {
        return add(Op.CONSTANT, List.of(), Map.of("data", data.clone()), Shape.of(shape), DType.F32);
    }

    /** One number. */
    public Tensor constant(double value) {
        return constant(new float[] {(float) value});
    }

    /** Whole numbers that are part of the network itself, such as the rows of a table; exact up to 2^24. */
    public Tensor indices(int... numbers) {
        float[] data = new float[numbers.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = numbers[i];
        }
        return add(Op.CONSTANT, List.of(), Map.of("data", data), Shape.of(data.length), DType.I64);
    }

    /**
     * A tensor of the checkpoint, for computing in F32 whatever its stored type. If it is missing that is a problem of the checkpoint and
     * the shape of the result is unknown.
     */
    public Tensor weight(Weights scope, String name) {
        String full = scope.fullName(name);
        place = scope.path();
        List<String> key = key(scope, name);
        Tensor known = weights.get(key);
        if (known != null) {
            return known;
        }
        Optional<Weight> weight = scope.find(name);
        Tensor tensor;
        if (weight.isPresent()) {
            DType compute =
                    weight.get().dtype().isFloat() ? DType.F32 : weight.get().dtype();
            tensor = add(
                    Op.WEIGHT,
                    List.of(),
                    Map.of("weight", weight.get()),
                    Shape.of(weight.get().shape()),
                    compute);
        } else {
            problem(full + " is missing");
            tensor = add(Op.WEIGHT, List.of(), Map.of("name", full), Shape.unknown(), DType.F32);
        }
        weights.put(key, tensor);
        return tensor;
    }

    /**
     * As {@link #weight(Weights, String)}, of a shape that is known beforehand. The result has that shape even if the tensor is missing or
     * of another, so that each such tensor is reported and building goes on.
     */
    public Tensor weight(Weights scope, String name, Shape wanted) {
        String full = scope.fullName(name);
        place = scope.path();
        List<String> key = key(scope, name);
        Tensor known = weights.get(key);
        if (known != null) {
            return known;
        }
        Optional<Weight> found = scope.find(name);
        Map<String, Object> attributes = found.<Map<String, Object>>map(weight -> Map.of("weight", weight))
                .orElseGet(() -> Map.of("name", full));
        if (found.isEmpty()) {
            problem(full + " is missing");
        } else if (!found.get().dtype().isFloat()) {
            problem(full + " has the type " + found.get().dtype() + " where a floating-point type is needed");
        } else if (!Shape.of(found.get().shape()).equals(wanted)) {
            problem(full + " has the shape " + Shape.of(found.get().shape()) + " where " + wanted + " is needed");
        }
        Tensor tensor = add(Op.WEIGHT, List.of(), attributes, wanted, DType.F32);
        weights.put(key, tensor);
        return tensor;
    }

    /** As {@link #weight(Weights, String)}, or empty if the checkpoint has no such tensor. */
    public Optional<Tensor> findWeight(Weights scope, String name) {
        return scope.find(name).map(found -> weight(scope, name));
    }

    /** Edits bring weights of other files, in which the same names occur. */
    private static List<String> key(Weights scope, String name) {
        return List.of(scope.source().fingerprint(), scope.fullName(name));
    }

    /**
     * Offers edits a place: calls the hooks that are there. What a hook itself writes, a second network for instance, offers no places.
     *
     * @param place its path, without an edit a mere name
     * @param values what the network goes on with
     * @param context what else edits may read
     * @return the values to go on with, as many as were given
     */
    public List<Tensor> hook(String place, List<Tensor> values, List<Tensor> context) {
        List<Tensor> now = values;
        for (Hooked each : hooking ? List.<Hooked>of() : hooks) {
            if (each.places.test(place)) {
                hooking = true;
                List<Tensor> next = each.hook.change(place, now, context);
                hooking = false;
                if (next.size() != values.size()) {
                    throw new IllegalStateException(
                            "The hook at " + place + " gave " + next.size() + " values for " + values.size() + ".");
                }
                now = next;
            }
        }
        return now;
    }

    /** Offers edits a place with one value. */
    public Tensor hook(String place, Tensor value, Tensor... context) {
        return hook(place, List.of(value), List.of(context)).get(0);
    }

    /** Writes a second network, whose places are offered to the hooks that {@code changes} adds and to no others. */
    <T> T nested(Runnable changes, Supplier<T> second) {
        List<Hooked> outer = hooks;
        boolean before = hooking;
        hooks = new ArrayList<>();
        hooking = false;
        try {
            changes.run();
            return second.get();
        } finally {
            hooks = outer;
            hooking = before;
        }
    }

    void addHook(Predicate<String> places, Hook hook) {
        hooks.add(new Hooked(places, hook));
    }

    /** Reports a mistake of the checkpoint: a phrase that begins with the tensor's or the setting's name. */
    public void problem(String phrase) {
        problems.add(phrase);
    }

    /** Reports every tensor of the scope that the network did not use, save those whose name ends like one of these. */
    public void requireAllUsed(Weights scope, String... exceptSuffixes) {
        for (String name : scope.names()) {
            if (!weights.containsKey(List.of(scope.source().fingerprint(), name))
                    && Arrays.stream(exceptSuffixes).noneMatch(name::endsWith)) {
                problem(name + " is in the file, but the configuration has no place for it");
            }
        }
    }

    /** All mistakes of the checkpoint so far, in the order in which they were found. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** The tensors in an order in which inputs come first. */
    public List<Tensor> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Those of the {@link #nodes} that an output needs, in the same order; nothing else has to be computed. */
    public List<Tensor> needed() {
        BitSet needed = new BitSet();
        outputs.values().forEach(tensor -> needed.set(tensor.id()));
        for (int id = nodes.size() - 1; id >= 0; id--) {
            if (needed.get(id)) {
                nodes.get(id).inputs().forEach(input -> needed.set(input.id()));
            }
        }
        return needed.stream().mapToObj(nodes::get).toList();
    }

    /** The declared inputs by name. */
    public Map<String, Tensor> inputs() {
        return Collections.unmodifiableMap(inputs);
    }

    /** The declared outputs by name. */
    public Map<String, Tensor> outputs() {
        return Collections.unmodifiableMap(outputs);
    }

    /** The scope of the weight that was asked for last: where a mistake found now probably is. */
    String place() {
        return place;
    }

    Tensor add(Op op, List<Tensor> in, Map<String, Object> attributes, Shape shape, DType dtype) {
        for (Tensor tensor : in) {
            if (tensor.graph() != this) {
                throw new IllegalArgumentException("The tensor " + tensor + " belongs to another graph.");
            }
        }
        Tensor tensor = new Tensor(this, nodes.size(), op, List.copyOf(in), Map.copyOf(attributes), shape, dtype);
        nodes.add(tensor);
        return tensor;
    }
}
