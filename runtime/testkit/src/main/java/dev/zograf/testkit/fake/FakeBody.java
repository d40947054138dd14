package dev.zograf.testkit.fake;

import dev.zograf.api.Subworkflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A workflow that a node calls, as a function from its inputs to its outputs by name. {@code NodeHarness} runs it in place. */
public final class FakeBody implements Subworkflow {

    private final List<String> inputs;
    private final List<String> outputs;
    private final UnaryOperator<Map<String, Object>> work;

    /** A body with these inputs and outputs. */
    public FakeBody(List<String> inputs, List<String> outputs, UnaryOperator<Map<String, Object>> work) {
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.work = work;
    }

    /** One whose outputs all give its first input back. */
    public static FakeBody echo(List<String> inputs, List<String> outputs) {
        return new FakeBody(inputs, outputs, in -> {
            Map<String, Object> out = new LinkedHashMap<>();
            outputs.forEach(output -> out.put(output, in.getOrDefault(inputs.get(0), "nothing")));
            return out;
        });
    }

    /** What comes out for these inputs. */
    public Map<String, Object> call(Map<String, ?> in) {
        return work.apply(new LinkedHashMap<>(in));
    }

    @Override
    public List<String> inputs() {
        return inputs;
    }

    @Override
    public List<String> outputs() {
        return outputs;
    }
}
