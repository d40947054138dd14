package dev.zograf.runtime.graph;

import dev.zograf.runtime.node.PortTypes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether what a link carries fits a port of one node, and finds out what the type variables of a generic node
 * stand for: each stands for the widest type among those that were linked to it.
 */
final class TypeUnifier {

    private final Map<TypeVariable<?>, Type> bound = new HashMap<>();

    /** Whether a value of type {@code from} fits a port of type {@code port}; binds the port's variable. */
    boolean accepts(Type port, Type from) {
        if (!(port instanceof TypeVariable<?> variable)) {
            return assignable(port, from);
        }
        Type before = bound.get(variable);
        if (before == null || (assignable(from, before) && !assignable(before, from))) {
            if (before == null && !assignable(PortTypes.raw(variable), from)) {
                return false;
            }
            bound.put(variable, from);
            return true;
        }
        return assignable(before, from);
    }

    /** What the type is for this node; empty if it is a variable that nothing was linked to. */
    Optional<Type> resolve(Type type) {
        return type instanceof TypeVariable<?> variable ? Optional.ofNullable(bound.get(variable)) : Optional.of(type);
    }

    /** Subclasses fit, integers widen to numbers, texts and enums are told apart by value only. */
    static boolean assignable(Type to, Type from) {
        Class<?> target = PortTypes.raw(to);
        Class<?> source = PortTypes.raw(from);
        if (PortTypes.isNumber(target) && PortTypes.isNumber(source)) {
            return PortTypes.isInteger(source) || !PortTypes.isInteger(target);
        }
        if (PortTypes.name(target).equals("text") && PortTypes.name(source).equals("text")) {
            return target == source || target == String.class || source == String.class;
        }
        if (!target.isAssignableFrom(source)) {
            return false;
        }
        return !(to instanceof ParameterizedType t
                        && from instanceof ParameterizedType s
                        && t.getRawType() == s.getRawType())
                || Arrays.equals(t.getActualTypeArguments(), s.getActualTypeArguments());
    }
}
