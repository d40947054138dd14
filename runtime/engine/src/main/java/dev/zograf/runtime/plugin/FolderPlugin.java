package dev.zograf.runtime.plugin;

import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A plugin from a folder, with a class loader of its own. Loaded from copies of its jars; closing it lets go of them. */
public final class FolderPlugin implements Plugin, AutoCloseable {

    private final PluginPlace place;
    private final PluginDescriptor descriptor;
    private final JarContents.Bytes found;
    private final PluginLoader loader;
    private @Nullable Loaded loaded;
    private @Nullable PluginException failure;
    private boolean closed;

    private record Loaded(
            List<PluginTrust.Jar> jars,
            String vouched,
            PluginClassLoader classes,
            Path folder,
            List<NodePlugin> plugins) {}

    private FolderPlugin(PluginPlace place, PluginDescriptor descriptor, JarContents.Bytes found, PluginLoader loader) {
        this.place = place;
        this.descriptor = descriptor;
        this.found = found;
        this.loader = loader;
    }

    /** The plugin at a place, by its descriptor. Under a policy that restricts plugins it is judged now, too. */
    static FolderPlugin find(PluginPlace place, PluginLoader loader) throws Refusal, IOException {
        JarContents contents = contents(place.jars());
        JarContents.Bytes bytes = contents.descriptor().orElseThrow();
        PluginDescriptor descriptor = DescriptorReader.read(bytes.content(), true);
        try {
            DescriptorReader.checkSpi(descriptor);
            if (contents.providers().isEmpty()) {
                throw new Refusal(
                        PluginFailure.Kind.NO_SERVICE,
                        "Its jar has no " + JarContents.SERVICE
                                + "; add that file with the name of its NodePlugin class.");
            }
            if (loader.restricts()) {
                List<PluginTrust.Jar> jars = new ArrayList<>();
                for (Path jar : place.jars()) {
                    jars.add(new PluginTrust.Jar(name(jar), jar, jar, Sha256.of(jar)));
                }
                judge(jars, loader.trust());
            }
        } catch (Refusal e) {
            throw new PluginException(
                    e.failure(descriptor.id()).at(place.path()).without(descriptor.nodeIds()));
        }
        return new FolderPlugin(place, descriptor, bytes, loader);
    }

    /** The contents of the one jar that has a descriptor; all are looked at. */
    private static JarContents contents(List<Path> jars) throws Refusal {
        List<String> names = new ArrayList<>();
        List<JarContents> own = new ArrayList<>();
        for (Path jar : jars) {
            JarContents contents = JarContents.of(jar);
            if (contents.descriptor().isPresent()) {
                own.add(contents);
                names.add(name(jar));
            }
        }
        if (own.isEmpty()) {
            throw new Refusal(
                    PluginFailure.Kind.NO_DESCRIPTOR,
                    "There is no " + PluginDescriptor.FILE + " in " + (jars.size() == 1 ? "its jar" : "its jars")
                            + "; a plugin needs one, and a library belongs into the folder of the plugin that needs it.");
        }
        if (own.size() > 1) {
            throw new Refusal(
                    PluginFailure.Kind.NO_DESCRIPTOR,
                    "There are several plugins in one folder (" + String.join(", ", names)
                            + "); give each a folder of its own.");
        }
        return own.get(0);
    }

    private static String judge(List<PluginTrust.Jar> jars, PluginTrust trust) throws Refusal, IOException {
        List<String> reasons = new ArrayList<>();
        for (PluginTrust.Jar jar : jars) {
            PluginTrust.Verdict verdict = trust.judge(jar);
            if (!verdict.trusted()) {
                throw new Refusal(
                        PluginFailure.Kind.UNTRUSTED,
                        "The host's trust policy refuses " + jar.name() + ": " + verdict.reason());
            }
            reasons.add(verdict.reason());
        }
        return reasons.stream().distinct().collect(Collectors.joining("; "));
    }

    @Override
    public String id() {
        return descriptor.id();
    }

    @Override
    public Optional<PluginDescriptor> descriptor() {
        return Optional.of(descriptor);
    }

    @Override
    public Optional<PluginPlace> place() {
        return Optional.of(place);
    }

    /** The jars that it was loaded from; empty if it was not loaded yet. */
    public synchronized List<PluginTrust.Jar> jars() {
        return loaded == null ? List.of() : loaded.jars();
    }

    /**
     * What its jars have under a path; none of its code is run. Empty if they have nothing there, or cannot be read any more.
     *
     * @param most of how many bytes a larger file is no file of a plugin
     */
    public synchronized Optional<byte[]> file(String path, int most) {
        for (Path jar : loaded == null
                ? place.jars()
                : loaded.jars().stream().map(PluginTrust.Jar::content).toList()) {
            try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.UTF_8)) {
                ZipEntry entry = zip.getEntry(path);
                if (entry != null && !entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        byte[] bytes = in.readNBytes(most + 1);
                        return bytes.length > most ? Optional.empty() : Optional.of(bytes);
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Who vouches for it, once it is loaded. */
    public synchronized Optional<String> vouched() {
        return Optional.ofNullable(loaded).map(Loaded::vouched);
    }

    /** Its class loader, once it is loaded. */
    public synchronized Optional<ClassLoader> classLoader() {
        return Optional.ofNullable(loaded).map(Loaded::classes);
    }

    /** What {@link Origin} says of its classes, once it is loaded. */
    public synchronized Optional<String> origin() {
        return Optional.ofNullable(loaded).map(l -> l.classes().origin());
    }

    @Override
    public synchronized List<NodePlugin> load() {
        if (closed) {
            throw new PluginException(failure(PluginFailure.Kind.BROKEN, "It was removed; read the workflow again."));
        }
        if (failure != null) {
            throw failure;
        }
        Loaded ready = loaded;
        if (ready == null) {
            ready = firstLoad();
            loaded = ready;
        }
        return ready.plugins();
    }

    private Loaded firstLoad() {
        try {
            return open();
        } catch (Refusal e) {
            failure = new PluginException(e.failure(id()).at(place.path()).without(descriptor.nodeIds()));
        } catch (IOException e) {
            failure = new PluginException(
                    failure(PluginFailure.Kind.UNREADABLE, "Its jars cannot be copied: " + e.getMessage() + ".")
                            .because(e));
        }
        throw failure;
    }

    private Loaded open() throws IOException, Refusal {
        Path folder = loader.files().newFolder();
        PluginClassLoader classes = null;
        try {
            List<PluginTrust.Jar> jars = new ArrayList<>();
            for (Path jar : place.jars()) {
                Path copy = folder.resolve(name(jar));
                jars.add(new PluginTrust.Jar(name(jar), copy, jar, PluginFiles.copy(jar, copy)));
            }
            List<Path> copies = jars.stream().map(PluginTrust.Jar::content).toList();
            JarContents contents = contents(copies);
            if (!contents.descriptor().equals(Optional.of(found))) {
                throw new Refusal(
                        PluginFailure.Kind.CHANGED, "Its jar has changed since it was found; reload the plugin.");
            }
            String vouched = judge(jars, loader.trust());
            String origin = loader.files().origin(descriptor, PluginFiles.together(jars));
            classes = new PluginClassLoader("plugin " + id(), origin, copies, loader.shared());
            loader.beforeFirstPlugin();
            return new Loaded(List.copyOf(jars), vouched, classes, folder, make(classes, contents.providers()));
        } catch (IOException | Refusal | RuntimeException | Error e) {
            if (classes != null) {
                classes.close();
            }
            PluginFiles.delete(folder);
            throw e;
        }
    }

    private List<NodePlugin> make(PluginClassLoader classes, List<String> providers) throws Refusal {
        List<NodePlugin> made = new ArrayList<>();
        for (String name : providers) {
            try (ContextLoader context = ContextLoader.of(classes)) {
                Class<?> type = Class.forName(name, true, classes);
                if (!NodePlugin.class.isAssignableFrom(type)) {
                    throw new Refusal(
                            PluginFailure.Kind.NO_SERVICE,
                            JarContents.SERVICE + " names " + name + ", which is no NodePlugin; correct it.");
                }
                made.add((NodePlugin) type.getConstructor().newInstance());
            } catch (ClassNotFoundException e) {
                throw new Refusal(
                        PluginFailure.Kind.NO_SERVICE,
                        JarContents.SERVICE + " names " + name
                                + ", which is not in its jars; correct it, or add the jar.");
            } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
                throw new Refusal(
                        PluginFailure.Kind.NO_SERVICE,
                        name
                                + " cannot be made; it needs to be a public class with a public constructor without parameters.");
            } catch (InvocationTargetException e) {
                throw Breakage.refusal("The constructor of " + name, e.getTargetException());
            } catch (LinkageError | RuntimeException e) {
                throw Breakage.refusal(name, e);
            }
        }
        return List.copyOf(made);
    }

    private PluginFailure failure(PluginFailure.Kind kind, String message) {
        return PluginFailure.of(kind, id(), message).at(place.path()).without(descriptor.nodeIds());
    }

    private static String name(Path jar) {
        return String.valueOf(jar.getFileName());
    }

    /** Closes its class loader and deletes the copies. Nothing of it can be loaded any more. */
    @Override
    public synchronized void close() {
        closed = true;
        Loaded open = loaded;
        loaded = null;
        failure = null;
        if (open != null) {
            open.classes().close();
            PluginFiles.delete(open.folder());
        }
    }
}
