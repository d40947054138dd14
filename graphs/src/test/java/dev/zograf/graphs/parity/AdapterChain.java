package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several kinds of adapters behind one another. */
record AdapterChain(List<Adapters> all) implements Adapters {

    @Override
    public Map<String, Object> inputs() {
        Map<String, Object> out = new HashMap<>();
        all.forEach(each -> out.putAll(each.inputs()));
        return out;
    }

    @Override
    public int side(String name) {
        return all.stream().mapToInt(each -> each.side(name)).max().orElse(0);
    }

    @Override
    public void add(PipelineText workflow) {
        all.forEach(each -> each.add(workflow));
    }

    @Override
    public void compare(Sd15Comparison comparison, Outputs outputs) {
        all.forEach(each -> each.compare(comparison, outputs));
    }
}
