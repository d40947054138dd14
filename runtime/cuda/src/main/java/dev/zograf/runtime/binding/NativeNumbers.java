package dev.zograf.runtime.binding;

import com.sun.jna.NativeLibrary;
import java.util.OptionalInt;

/** What functions without arguments say that are in libraries without a Java interface. */
public final class NativeNumbers {

    private NativeNumbers() {}

    /**
     * Calls a function that gives an {@code int}.
     *
     * @param library its file, or a name by which the system finds it
     * @return empty if it is not there
     */
    public static OptionalInt call(String library, String function) {
        try {
            return OptionalInt.of(
                    NativeLibrary.getInstance(library).getFunction(function).invokeInt(new Object[0]));
        } catch (UnsatisfiedLinkError e) {
            return OptionalInt.empty();
        }
    }
}
