package dev.zograf.nodes.flow;

import dev.zograf.api.Body;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.Subworkflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls a workflow once for each entry of a list.
 *
 * @param <T> of the entries
 * @param <R> of what comes out for each
 */
@Doc("Calls a workflow once for each entry of a list, several at the same time where there is room for it.")
@NodeType(id = "map", title = "Map", category = "flow")
public final class MapList<T, R> implements Node<MapList.In<T>, MapList.Out<R>> {

    /** What to call, and for what. */
    public record In<T>(
            @Doc("The list.") List<T> items,

            @Doc(
                    "The workflow. Its input \"item\" is an entry of the list, \"index\" the place of that, counted from 0. Its output"
                            + " \"result\" is collected; entries for which it comes to nothing are left out.")
            @Body(
                    sets = {"item", "index"},
                    needs = "result",
                    with = "with")
            Subworkflow body,

            @Doc("What the workflow's other inputs get, the same in every call.") @Default("{}")
            Map<String, Object> with) {}

    /** What came out. */
    public record Out<R>(
            @Doc("The results in the order of the list.") List<R> results) {}

    /** The engine gives whatever the body makes; who takes the list checks its entries. */
    @Override
    @SuppressWarnings("unchecked")
    public Out<R> run(In<T> in, RunContext ctx) throws Exception {
        boolean counts = in.body().inputs().contains("index");
        List<Map<String, Object>> calls = new ArrayList<>(in.items().size());
        for (T item : in.items()) {
            Map<String, Object> inputs = new LinkedHashMap<>(in.with());
            inputs.put("item", item);
            if (counts) {
                inputs.put("index", (long) calls.size());
            }
            calls.add(inputs);
        }
        List<R> results = new ArrayList<>();
        for (Map<String, Object> outputs : ctx.callAll(in.body(), calls)) {
            Object result = outputs.get("result");
            if (result != null) {
                results.add((R) result);
            }
        }
        return new Out<>(results);
    }
}
