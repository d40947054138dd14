package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands here for a value of ComfyUI: one value of ours, or several of which the main one has the empty name, as a guider has the
 * model that it leads.
 */
record Parts(Map<String, Value> values) {

    static final String MAIN = "";

    Parts {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Parts of(Value value) {
        return new Parts(Map.of(MAIN, value));
    }

    Value main() {
        return values.values().iterator().next();
    }

    Optional<Value> part(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
