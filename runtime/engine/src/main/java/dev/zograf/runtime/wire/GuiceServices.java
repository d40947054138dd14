package dev.zograf.runtime.wire;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;

/**
 * A host's services, bound with Guice: {@code Zograf.builder().services(GuiceServices.of(new ShopModule()))}. Nodes may have injected
 * whatever the modules bind explicitly, with its qualifier, provider and scope. The host's injector stays its own: it sees nothing
 * of the engine, and the engine adds nothing to it.
 */
public final class GuiceServices {

    private final Injector injector;

    private GuiceServices(Injector injector) {
        this.injector = injector;
    }

    /**
     * The bindings of modules.
     *
     * @throws com.google.inject.CreationException if the modules do not fit together
     */
    public static GuiceServices of(Module... modules) {
        return of(Guice.createInjector(modules));
    }

    /** The bindings of an injector that the host has already, and uses further. */
    public static GuiceServices of(Injector injector) {
        return new GuiceServices(injector);
    }

    Injector injector() {
        return injector;
    }
}
