package dev.zograf.runtime.exec;

import dev.zograf.runtime.plan.Origin;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * A list whose entries came out of calls, with where each came from: so that an entry is known for what it is, whatever stands beside
 * it. Unmodifiable.
 */
final class OriginList extends AbstractList<Object> implements RandomAccess {

    private final List<Object> values;
    private final List<Optional<Origin>> origins;

    private OriginList(List<Object> values, List<Optional<Origin>> origins) {
        this.values = values;
        this.origins = origins;
    }

    /** The list with what is known of its entries; the same list if that is nothing. */
    static List<?> of(List<?> list, KnownValues known) {
        List<Optional<Origin>> origins = new ArrayList<>(list.size());
        list.forEach(value -> origins.add(known.origin(value)));
        return origins.stream().anyMatch(Optional::isPresent)
                ? new OriginList(List.copyOf(list), List.copyOf(origins))
                : list;
    }

    Optional<Origin> origin(int index) {
        return origins.get(index);
    }

    @Override
    public Object get(int index) {
        return values.get(index);
    }

    @Override
    public int size() {
        return values.size();
    }
}
