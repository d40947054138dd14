package dev.zograf.testkit;

import dev.zograf.api.Node;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.testkit.fake.FakeModels;
import dev.zograf.testkit.fake.FakeNetworks;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What nodes get in their constructors, by interface. Immutable; the engine itself does this by injection. */
public final class TestServices {

    private final Map<Class<?>, Object> services;

    private TestServices(Map<Class<?>, Object> services) {
        this.services = services;
    }

    /** Without any service. */
    public static TestServices none() {
        return new TestServices(Map.of());
    }

    /** With a fake for each service of the engine: no models, and networks in plain Java. */
    public static TestServices fakes() {
        return none().with(Models.class, new FakeModels()).with(Networks.class, new FakeNetworks());
    }

    /** The same with this service, in place of one that was there for the type. */
    public <T> TestServices with(Class<T> type, T service) {
        Map<Class<?>, Object> more = new HashMap<>(services);
        more.put(type, type.cast(service));
        return new TestServices(more);
    }

    /** The service of a type. */
    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(services.get(type)).map(type::cast);
    }

    /**
     * A new node of the class.
     *
     * @throws IllegalArgumentException if it has several constructors, or needs a service that is not here; the message says what to do
     */
    public <N extends Node<?, ?>> N make(Class<N> type) {
        return construct(type);
    }

    /** As {@link #make}, for anything that is made as nodes are. */
    <N> N construct(Class<N> type) {
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1) {
            throw new IllegalArgumentException(type.getSimpleName() + " has " + constructors.length
                    + " public constructors; a node has one, without parameters or with @Inject.");
        }
        Class<?>[] parameters = constructors[0].getParameterTypes();
        @Nullable Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Class<?> wanted = parameters[i];
            arguments[i] = find(wanted)
                    .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " needs the service "
                            + wanted.getName() + ", and there is none. Give one: service(" + wanted.getSimpleName()
                            + ".class, …)."));
        }
        return construct(type, constructors[0], arguments);
    }

    private static <N> N construct(Class<N> type, Constructor<?> constructor, @Nullable Object[] arguments) {
        try {
            return type.cast(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "The constructor of " + type.getSimpleName() + " throws " + e.getCause() + ".", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getSimpleName() + " cannot be made: " + e + ".", e);
        }
    }
}
