package dev.zograf.runtime.binding;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.zograf.runtime.network.BindingException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** ONNX Runtime's table of functions, called by their places in it. Thread-safe, as those functions are. */
final class OrtTable {

    private static final String UTF_8 = "UTF-8";
    private static final String BUILD = "ORT Build Info";

    private static final Map<Long, OrtTable> TABLES = new ConcurrentHashMap<>();

    private final Map<Entry, Function> functions = new EnumMap<>(Entry.class);

    /**
     * The table at an address, read once.
     *
     * @throws IllegalArgumentException if that is none
     */
    static OrtTable at(long api) {
        return TABLES.computeIfAbsent(api, OrtTable::new);
    }

    private OrtTable(long api) {
        if (api == 0 || Native.POINTER_SIZE != Long.BYTES) {
            throw new IllegalArgumentException("there is no table of ONNX Runtime's functions for 64-bit programs");
        }
        Pointer table = new Pointer(api);
        for (Entry entry : Entry.values()) {
            Pointer function = table.getPointer((long) entry.place() * Native.POINTER_SIZE);
            functions.put(entry, Function.getFunction(function, Function.C_CONVENTION, UTF_8));
        }
    }

    /**
     * What the library says of how it was built. It lies behind all others of the functions used, so that a table of another layout is
     * noticed here.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    String build() {
        String text = (String) function(Entry.GET_BUILD_INFO).invoke(String.class, new Object[0]);
        if (text == null || !text.startsWith(BUILD)) {
            throw new IllegalArgumentException("this build of ONNX Runtime has another table of functions than 1.29");
        }
        return text;
    }

    /** Calls a function that fails with a status. */
    void call(Entry entry, Object... arguments) throws BindingException {
        Pointer status = (Pointer) function(entry).invoke(Pointer.class, arguments);
        if (status != null) {
            String message = (String) function(Entry.GET_ERROR_MESSAGE).invoke(String.class, new Object[] {status});
            release(Entry.RELEASE_STATUS, status);
            throw new BindingException(entry + ": " + message);
        }
    }

    /** Calls a function whose last argument is where it puts what it makes. */
    Pointer make(Entry entry, Object... arguments) throws BindingException {
        PointerByReference made = new PointerByReference();
        Object[] all = new Object[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = made;
        call(entry, all);
        return made.getValue();
    }

    /** As {@link #make}, for an object that is released by another function. */
    OrtObject own(Entry release, Entry entry, Object... arguments) throws BindingException {
        return new OrtObject(this, release, make(entry, arguments));
    }

    /** Calls a function that gives nothing. */
    void release(Entry entry, Pointer object) {
        function(entry).invoke(new Object[] {object});
    }

    private Function function(Entry entry) {
        return Objects.requireNonNull(functions.get(entry));
    }
}
