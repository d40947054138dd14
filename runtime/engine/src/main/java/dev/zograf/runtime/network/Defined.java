package dev.zograf.runtime.network;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a network's definition is an object of a class loader's classes, or has one in it. */
final class Defined {

    private static final int DEEPEST = 20;

    private Defined() {}

    static boolean by(ClassLoader loader, Object definition) {
        return by(loader, definition, DEEPEST);
    }

    private static boolean by(ClassLoader loader, @Nullable Object value, int depth) {
        if (value == null || depth == 0) {
            return false;
        }
        if (value.getClass().getClassLoader() == loader) {
            return true;
        }
        if (value instanceof Optional<?> optional) {
            return by(loader, optional.orElse(null), depth - 1);
        }
        if (value instanceof Collection<?> several) {
            return several.stream().anyMatch(one -> by(loader, one, depth - 1));
        }
        if (value instanceof Map<?, ?> map) {
            return by(loader, map.keySet(), depth - 1) || by(loader, map.values(), depth - 1);
        }
        return value instanceof Record && inRecord(loader, value, depth);
    }

    private static boolean inRecord(ClassLoader loader, Object value, int depth) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                if (by(loader, component.getAccessor().invoke(value), depth - 1)) {
                    return true;
                }
            } catch (IllegalAccessException | InvocationTargetException e) {
                return true;
            }
        }
        return false;
    }
}
