package dev.zograf.runtime.graph;

import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.node.Wrapper;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * What a link carries.
 *
 * @param type of one value; {@code Object} if that is known only in a run
 * @param list whether it is a list of these
 * @param optional whether it may come to nothing
 */
record Carried(Type type, boolean list, boolean optional) {

    /** Whether its type shows only in a run. */
    boolean unknown() {
        return type == Object.class;
    }

    /** {@code image}, {@code list of image}. */
    String typeName() {
        return (list ? "list of " : "") + PortTypes.name(type);
    }

    /** An output that carries this. */
    PortSchema port(String name) {
        List<Wrapper> wrappers = new ArrayList<>();
        if (optional) {
            wrappers.add(Wrapper.OPTIONAL);
        }
        if (list) {
            wrappers.add(Wrapper.LIST);
        }
        return PortSchema.of(name, type, List.copyOf(wrappers), "");
    }
}
