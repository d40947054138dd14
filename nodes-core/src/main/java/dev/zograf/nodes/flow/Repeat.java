package dev.zograf.nodes.flow;

import dev.zograf.api.Body;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Subworkflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls a workflow again and again, each time with what came out the last time.
 *
 * @param <T> of the value that is carried along
 */
@Doc("Calls a workflow again and again, each time with the value that came out the last time.")
@NodeType(id = "repeat", title = "Repeat", category = "flow")
public final class Repeat<T> implements Node<Repeat.In<T>, Repeat.Out<T>> {

    /** What to call, how often, and what with. */
    public record In<T>(
            @Doc("How often to call the workflow at most.") @Range(min = 0, max = 1_000_000)
            int times,

            @Doc("The value that the first call gets; with no call at all it is the result.")
            T value,

            @Doc(
                    "The workflow. Its input \"value\" is what came out last, \"index\" the number of the call, counted from 0. Its output"
                            + " \"value\" goes into the next call, and an output \"done\" that is true ends the loop.")
            @Body(
                    sets = {"value", "index"},
                    needs = "value",
                    with = "with")
            Subworkflow body,

            @Doc("What the workflow's other inputs get, the same in every call.") @Default("{}")
            Map<String, Object> with) {}

    /** What came out. */
    public record Out<T>(
            @Doc("The value that came out of the last call.")
            T value,

            @Doc("The values that came out of all calls, in order.")
            List<T> values) {}

    @Override
    public Out<T> run(In<T> in, RunContext ctx) throws Exception {
        T value = in.value();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < in.times(); i++) {
            Map<String, Object> inputs = new LinkedHashMap<>(in.with());
            inputs.put("value", value);
            if (in.body().inputs().contains("index")) {
                inputs.put("index", (long) i);
            }
            Map<String, Object> outputs = ctx.call(in.body(), inputs);
            value = next(outputs, i);
            values.add(value);
            ctx.progress(i + 1, in.times());
            if (Boolean.TRUE.equals(outputs.get("done"))) {
                break;
            }
        }
        return new Out<>(value, values);
    }

    /** The engine has checked that the output is of the type that the input takes. */
    @SuppressWarnings("unchecked")
    private T next(Map<String, Object> outputs, int call) {
        Object value = outputs.get("value");
        if (value == null) {
            throw new InvalidInputException(
                    "body",
                    "In call " + call
                            + " the workflow's output \"value\" came to nothing, so that there is nothing to go on"
                            + " with. End the loop with an output \"done\" instead.");
        }
        return (T) value;
    }
}
