package dev.zograf.runtime.onednn;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls functions of C that take one number or address and for which there is no binding. JavaCPP frees memory by calling a function at an
 * address with an address, for any function; that call is not public, hence the reflection.
 */
final class NativeCall {

    private static final Logger LOG = LoggerFactory.getLogger(NativeCall.class);

    private NativeCall() {}

    /**
     * Calls a function of a library that is loaded.
     *
     * @return whether it is there and could be called
     */
    static boolean call(String function, long argument) {
        try {
            Loader.load(Loader.class);
            Pointer address = Loader.addressof(function);
            if (address == null || address.isNull()) {
                LOG.debug("There is no function {} here.", function);
                return false;
            }
            Class<?> type = Class.forName("org.bytedeco.javacpp.Pointer$NativeDeallocator");
            Constructor<?> made = type.getDeclaredConstructor(Pointer.class, long.class, long.class);
            Method call = type.getDeclaredMethod("deallocate", long.class, long.class);
            made.setAccessible(true);
            call.setAccessible(true);
            call.invoke(made.newInstance(new Pointer(), argument, address.address()), argument, address.address());
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("The function {} cannot be called.", function, e);
            return false;
        }
    }

    /** The same with a text, which must stay if the function keeps it. */
    static boolean call(String function, BytePointer text) {
        return call(function, text.address());
    }
}
