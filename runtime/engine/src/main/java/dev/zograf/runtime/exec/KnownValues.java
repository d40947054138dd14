package dev.zograf.runtime.exec;

import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.Origin;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that a node has seen in its inputs and in the results of its calls, with where they came from: passed on to a further
 * call, they are known by that, even if their content cannot be looked at. Keeps no value alive. Thread-safe.
 */
final class KnownValues {

    private final Map<Identity, Origin> origins = new HashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    /** Notes where a value came from; of texts, numbers and the like the content is all that counts. */
    synchronized void add(Object value, Origin origin) {
        for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
            origins.remove(dead);
        }
        if (!Scalars.is(value)) {
            origins.putIfAbsent(new Identity(value, gone), origin);
        }
    }

    synchronized Optional<Origin> origin(Object value) {
        return Optional.ofNullable(origins.get(new Identity(value, null)));
    }

    /** The value as an argument of a plan. */
    Argument argument(Object value) {
        Optional<Origin> origin = Scalars.is(value) ? Optional.empty() : origin(value);
        if (origin.isPresent()) {
            return new Argument.Given(value, origin.get());
        }
        if (value instanceof List<?> list) {
            List<Argument> entries = new ArrayList<>(list.size());
            list.forEach(entry -> entries.add(argument(entry)));
            return new Argument.Several(entries);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Argument> entries = new LinkedHashMap<>();
            map.forEach((name, entry) -> entries.put(String.valueOf(name), argument(entry)));
            return new Argument.Named(entries);
        }
        return new Argument.Constant(value);
    }

    /** A value by identity. Equal to another one of the same value, or to itself when the value is gone. */
    private static final class Identity extends WeakReference<Object> {
        private final int hash;

        Identity(Object value, @Nullable ReferenceQueue<Object> queue) {
            super(value, queue);
            hash = System.identityHashCode(value);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object value = get();
            return value != null && other instanceof Identity identity && identity.get() == value;
        }
    }
}
