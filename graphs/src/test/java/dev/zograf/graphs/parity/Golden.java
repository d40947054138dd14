package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.json.JsonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * One golden case: its {@code case.json}, the tensors that go in, the tensors that are expected, and the comparison, which
 * collects what is off so that one report names all of it.
 */
final class Golden {

    private final Path folder;
    private final Config config;
    private final TensorFile inputs;
    private final TensorFile expected;
    private final List<String> agreed = new ArrayList<>();
    private final List<String> off = new ArrayList<>();

    private Golden(Path folder) throws IOException {
        this.folder = folder;
        Path file = folder.resolve("case.json");
        config = Config.of(file.toString(), JsonConfig.parse(file.toString(), Files.readAllBytes(file)));
        inputs = TensorFile.read(folder.resolve("inputs.safetensors"));
        expected = TensorFile.read(folder.resolve("expected.safetensors"));
    }

    /** Opens the case in a folder. */
    static Golden open(Path folder) throws IOException {
        return new Golden(folder);
    }

    /** {@code case.json}. */
    Config config() {
        return config;
    }

    /** A file or folder of the case, or shared by cases, by its path relative to the case. */
    Path path(String relative) {
        return folder.resolve(relative).normalize();
    }

    /** The names of the tensors that go in. */
    Set<String> inputNames() {
        return inputs.names();
    }

    /** A tensor that goes in. */
    FloatTensor input(String name) {
        return inputs.get(name);
    }

    /** The given noise {@code prefix + k} for k from 0, in the order in which it is drawn. */
    List<FloatTensor> noise(String prefix) {
        List<FloatTensor> out = new ArrayList<>();
        while (inputs.names().contains(prefix + out.size())) {
            out.add(inputs.get(prefix + out.size()));
        }
        return out;
    }

    /** The names of the expected tensors. */
    Set<String> expectedNames() {
        return expected.names();
    }

    /** An expected tensor. */
    FloatTensor expected(String name) {
        return expected.get(name);
    }

    /** The largest difference that is allowed for a tensor; none for whole numbers. */
    double tolerance(String name) {
        if (expected.isWhole(name)) {
            return 0;
        }
        Config tolerance = config.object("tolerance").orElseThrow();
        double all = tolerance.number("max_abs");
        return tolerance
                .object("per_tensor")
                .map(each -> each.number(name, all))
                .orElse(all);
    }

    /** Compares a result with the expected tensor of that name and keeps the outcome for {@link #verdict}. */
    void compare(String name, FloatTensor actual) {
        FloatTensor wanted = expected.get(name);
        if (!Arrays.equals(wanted.shape(), actual.shape())) {
            off.add(name + ": has the shape " + actual + " where " + wanted + " is expected");
            return;
        }
        double worst = 0;
        int at = 0;
        for (int i = 0; i < wanted.size(); i++) {
            double difference = difference(wanted.at(i), actual.at(i));
            if (difference > worst) {
                worst = difference;
                at = i;
            }
        }
        double allowed = tolerance(name);
        String line = String.format(Locale.ROOT, "%s: worst difference %.3g (allowed %.3g)", name, worst, allowed);
        if (wanted.size() > 0) {
            line += " at " + index(at, wanted.shape()) + ": " + actual.at(at) + " where " + wanted.at(at)
                    + " is expected";
        }
        (worst <= allowed ? agreed : off).add(line);
    }

    /** Runs what must fail with a message that says why, and keeps the outcome for {@link #verdict}. */
    void requireRefusal(Runnable run, String why) {
        try {
            run.run();
            off.add("nothing was refused where a message about a " + why + " is expected");
        } catch (RuntimeException e) {
            boolean said = String.valueOf(e.getMessage()).contains(why);
            (said ? agreed : off).add("refused: " + e.getMessage());
        }
    }

    /** The report on all that agreed, or an error with all that did not. */
    String verdict() {
        if (!off.isEmpty()) {
            throw new AssertionError(off.size() + " of " + (off.size() + agreed.size()) + " tensors are off:\n  "
                    + String.join("\n  ", off));
        }
        if (agreed.isEmpty()) {
            throw new AssertionError("The case compared nothing.");
        }
        return String.join("\n", agreed);
    }

    /** Ends the case as aborted: it needs something that is not built. */
    static void notBuilt(String what) {
        Assumptions.abort("not built yet: " + what);
    }

    private static double difference(float wanted, float actual) {
        if (Float.floatToIntBits(wanted) == Float.floatToIntBits(actual) || wanted == actual) {
            return 0;
        }
        double difference = Math.abs((double) wanted - actual);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static String index(int flat, int[] shape) {
        int[] out = new int[shape.length];
        int rest = flat;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            out[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.toString(out);
    }
}
