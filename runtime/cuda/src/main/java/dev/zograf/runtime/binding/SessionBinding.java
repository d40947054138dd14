package dev.zograf.runtime.binding;

import com.sun.jna.Pointer;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.network.NativeSession;
import dev.zograf.runtime.network.OneThread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session with what it reads and writes on its device. For the sizes of the last run that is kept; for those with a CUDA graph until the
 * session ends, since the graph has the addresses in it. ONNX Runtime cannot give a graph up, so there are four at most.
 */
public final class SessionBinding implements BoundSession {

    private static final int MOST_GRAPHS = 4;

    /** {@code OrtArenaAllocator}, by which allocators of sessions are found. */
    private static final int ARENA = 1;

    /** {@code OrtMemTypeDefault}. */
    private static final int DEFAULT = 0;

    /** As runs name the graph that they capture or replay, and the one that does neither. */
    private static final String GRAPH = "gpu_graph_id";

    private static final int NO_GRAPH = -1;

    private final NativeSession session;
    private final DeviceMemory memory;
    private final OrtTable table;
    private final Staging staging = new Staging();
    private final Map<Places.Sizes, Captured> captured = new HashMap<>();
    /** Where a session runs that captures graphs: ONNX Runtime keeps those of each thread apart, so that another one would capture its own. */
    private final @Nullable OneThread thread;

    private @Nullable OrtObject info;
    private Places.@Nullable Sizes sizes;
    private @Nullable Places places;
    private boolean closed;

    private record Captured(int id, Places places) {}

    /**
     * Binds a session; nothing is allocated before it runs.
     *
     * @throws IllegalArgumentException if ONNX Runtime has no table of functions as it is known here
     */
    public SessionBinding(NativeSession session, DeviceMemory memory) {
        this.session = session;
        this.memory = memory;
        this.table = OrtTable.at(session.api());
        this.thread = session.captures() ? new OneThread("zograf-cuda-graphs") : null;
    }

    /**
     * Looks whether sessions can be bound, and loads what that needs.
     *
     * @return how ONNX Runtime was built
     * @throws IllegalArgumentException if its table of functions is not as it is known here
     * @throws LinkageError if JNA cannot be loaded
     */
    public static String probe(long api) {
        return OrtTable.at(api).build();
    }

    @Override
    public synchronized Map<String, FloatTensor> run(
            Map<String, ? extends HostTensor> inputs,
            Set<String> outputs,
            boolean again,
            long options,
            Consumer<Crossing> crossings)
            throws BindingException {
        if (closed) {
            throw new IllegalStateException("This binding was closed.");
        }
        Places.Sizes wanted = Places.Sizes.of(inputs, outputs);
        Captured graph = captured.get(wanted);
        Places here = graph == null ? places(wanted) : graph.places;
        boolean captures =
                graph == null && session.captures() && again && here.areFixed() && captured.size() < MOST_GRAPHS;
        int id = captures ? captured.size() + 1 : graph == null ? NO_GRAPH : graph.id;
        boolean done = false;
        try {
            put(here, inputs, crossings);
            compute(here, options, id, captures);
            Map<String, FloatTensor> out = take(here, outputs, crossings);
            done = true;
            if (captures) {
                captured.put(wanted, new Captured(id, here));
                places = null;
                sizes = null;
            }
            return out;
        } finally {
            if (graph == null && !captures && !(done && again)) {
                release();
            }
        }
    }

    private void put(Places here, Map<String, ? extends HostTensor> inputs, Consumer<Crossing> crossings)
            throws BindingException {
        long start = System.nanoTime();
        Places.Copied copied = here.put(inputs);
        crossings.accept(new Crossing(true, copied.names(), copied.bytes(), start, System.nanoTime()));
    }

    private void compute(Places here, long options, int id, boolean captures) throws BindingException {
        if (thread == null) {
            here.run(options);
            return;
        }
        table.call(Entry.ADD_RUN_CONFIG, new Pointer(options), GRAPH, Integer.toString(id));
        try {
            thread.call(() -> {
                here.run(options);
                return true;
            });
        } catch (BindingException e) {
            throw captures ? new BindingException(String.valueOf(e.getMessage()), true) : e;
        }
    }

    private static Map<String, FloatTensor> take(Places here, Set<String> outputs, Consumer<Crossing> crossings)
            throws BindingException {
        long start = System.nanoTime();
        Map<String, FloatTensor> out = here.take();
        crossings.accept(new Crossing(false, List.copyOf(outputs), here.outputBytes(), start, System.nanoTime()));
        return out;
    }

    private Places places(Places.Sizes wanted) throws BindingException {
        Places last = places;
        if (last != null && wanted.equals(sizes)) {
            return last;
        }
        release();
        Places made = new Places(table, memory, info(), staging, session.session(), wanted.outputs());
        places = made;
        sizes = wanted;
        return made;
    }

    private OrtObject info() throws BindingException {
        OrtObject known = info;
        if (known == null) {
            known = table.own(
                    Entry.RELEASE_MEMORY_INFO, Entry.CREATE_MEMORY_INFO, memory.name(), ARENA, memory.index(), DEFAULT);
            info = known;
        }
        return known;
    }

    private void release() {
        if (places != null) {
            places.close();
        }
        places = null;
        sizes = null;
    }

    @Override
    public synchronized boolean hasCaptured() {
        return !captured.isEmpty();
    }

    @Override
    public synchronized void rest() {
        release();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        release();
        captured.values().forEach(each -> each.places.close());
        captured.clear();
        if (info != null) {
            info.close();
        }
        if (thread != null) {
            thread.close();
        }
    }
}
