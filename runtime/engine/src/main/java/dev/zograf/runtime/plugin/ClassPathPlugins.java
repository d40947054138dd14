package dev.zograf.runtime.plugin;

import dev.zograf.api.NodePlugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Finds the plugins that a class loader sees through {@link ServiceLoader}. A broken one is reported and passed over; both steps of the
 * iterator may throw, and iteration goes on afterwards. The descriptor of a plugin is the one that lies beside its class.
 */
final class ClassPathPlugins {

    /** After so many broken entries in a row, the rest is given up: an iterator that cannot advance must not hang us. */
    private static final int PATIENCE = 1000;

    private static final int LARGEST_DESCRIPTOR = 64 << 10;

    private ClassPathPlugins() {}

    static PluginLoader.Found find(ClassLoader classLoader) {
        List<PluginFailure> failures = new ArrayList<>();
        Map<String, List<ServiceLoader.Provider<NodePlugin>>> byDescriptor = new LinkedHashMap<>();
        Map<String, URL> descriptors = descriptors(classLoader, failures);
        for (ServiceLoader.Provider<NodePlugin> provider : providers(classLoader, failures)) {
            String place = place(provider.type());
            String key =
                    descriptors.containsKey(place) ? place : provider.type().getName();
            byDescriptor.computeIfAbsent(key, k -> new ArrayList<>()).add(provider);
        }
        List<Plugin> plugins = new ArrayList<>();
        byDescriptor.forEach((key, providers) -> {
            List<Supplier<NodePlugin>> parts = new ArrayList<>(providers);
            URL descriptor = descriptors.get(key);
            if (descriptor == null) {
                plugins.add(new ClassPathPlugin(key, Optional.empty(), parts));
                return;
            }
            String name = providers.get(0).type().getName();
            try (InputStream in = descriptor.openStream()) {
                PluginDescriptor read = DescriptorReader.read(in.readNBytes(LARGEST_DESCRIPTOR), false);
                DescriptorReader.checkSpi(read);
                plugins.add(new ClassPathPlugin(read.id(), Optional.of(read), parts));
            } catch (Refusal e) {
                failures.add(e.failure(name));
            } catch (IOException e) {
                failures.add(PluginFailure.of(
                                PluginFailure.Kind.UNREADABLE, name, descriptor + " cannot be read: " + e.getMessage())
                        .because(e));
            }
        });
        return new PluginLoader.Found(plugins, failures);
    }

    private static List<ServiceLoader.Provider<NodePlugin>> providers(
            ClassLoader classLoader, List<PluginFailure> failures) {
        List<ServiceLoader.Provider<NodePlugin>> providers = new ArrayList<>();
        Iterator<ServiceLoader.Provider<NodePlugin>> found =
                ServiceLoader.load(NodePlugin.class, classLoader).stream().iterator();
        for (int broken = 0; broken < PATIENCE; ) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                providers.add(found.next());
                broken = 0;
            } catch (ServiceConfigurationError | LinkageError e) {
                broken++;
                failures.add(PluginFailure.of(PluginFailure.Kind.BROKEN, "plugin", describe(e))
                        .because(e));
            }
        }
        return providers;
    }

    /** The descriptors by the address of the jar or folder that they lie in. */
    private static Map<String, URL> descriptors(ClassLoader classLoader, List<PluginFailure> failures) {
        Map<String, URL> found = new LinkedHashMap<>();
        try {
            classLoader.getResources(PluginDescriptor.FILE).asIterator().forEachRemaining(url -> {
                String text = url.toString();
                String place = text.substring(0, text.length() - PluginDescriptor.FILE.length());
                found.putIfAbsent(
                        place.startsWith("jar:") && place.endsWith("!/")
                                ? place.substring(4, place.length() - 2)
                                : place,
                        url);
            });
        } catch (IOException e) {
            failures.add(PluginFailure.of(
                            PluginFailure.Kind.UNREADABLE,
                            "plugin",
                            "The descriptors on the class path cannot be read: " + e.getMessage())
                    .because(e));
        }
        return found;
    }

    private static String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? ""
                : source.getLocation().toString();
    }

    static String describe(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getCause() == null ? message : message + " (" + failure.getCause() + ")";
    }
}
