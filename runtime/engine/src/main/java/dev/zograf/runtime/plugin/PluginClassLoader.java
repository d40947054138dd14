package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.SecureClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin: its own jars over the platform's classes, and what {@link SharedClasses} has of the host. It sees
 * neither the engine nor other plugins. {@code Class-Path} entries of manifests are ignored.
 */
final class PluginClassLoader extends SecureClassLoader implements AutoCloseable {

    static {
        registerAsParallelCapable();
    }

    private final String origin;
    private final SharedClasses shared;
    private final List<Source> sources = new ArrayList<>();

    private record Source(Path file, JarFile jar, @Nullable Manifest manifest, ProtectionDomain domain) {}

    /**
     * Opens the jars.
     *
     * @param origin tells this version of the plugin from all others
     */
    PluginClassLoader(String name, String origin, List<Path> jars, SharedClasses shared) throws IOException {
        super(name, getPlatformClassLoader());
        this.origin = origin;
        this.shared = shared;
        try {
            for (Path file : jars) {
                JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
                CodeSource place = new CodeSource(file.toUri().toURL(), (CodeSigner @Nullable []) null);
                sources.add(new Source(file, jar, jar.getManifest(), new ProtectionDomain(place, null, this, null)));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    String origin() {
        return origin;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return shared.has(name) ? shared.load(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        for (Source source : sources) {
            try {
                JarEntry entry = source.jar().getJarEntry(path);
                if (entry != null) {
                    byte[] bytes;
                    try (InputStream in = source.jar().getInputStream(entry)) {
                        bytes = in.readAllBytes();
                    }
                    definePackageOf(name, source);
                    return defineClass(name, bytes, 0, bytes.length, source.domain());
                }
            } catch (IOException | IllegalStateException e) {
                throw new ClassNotFoundException(name + " of the plugin " + getName() + ", which is closed", e);
            }
        }
        throw new ClassNotFoundException(name + " is not in the jars of the plugin " + getName());
    }

    private void definePackageOf(String name, Source source) throws IOException {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
            try {
                Manifest manifest = source.manifest();
                String version =
                        manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
                definePackage(name.substring(0, dot), null, null, null, null, version, null, null);
            } catch (IllegalArgumentException e) {
                // another thread has just defined it
            }
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getPlatformClassLoader().getResource(name);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        for (Source source : sources) {
            try {
                JarEntry entry = source.jar().getJarEntry(name);
                if (entry != null) {
                    return source.jar().getInputStream(entry);
                }
            } catch (IOException | IllegalStateException e) {
                return null;
            }
        }
        return getPlatformClassLoader().getResourceAsStream(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        List<URL> found = find(name, true);
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(find(name, false));
    }

    private List<URL> find(String name, boolean first) {
        List<URL> found = new ArrayList<>();
        for (Source source : sources) {
            try {
                if (source.jar().getJarEntry(name) != null) {
                    found.add(JarUrls.of(source.file(), name));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (IllegalStateException e) {
                return List.of();
            }
            if (first && !found.isEmpty()) {
                break;
            }
        }
        return found;
    }

    /** Closes the jars; what was loaded stays usable, nothing more can be loaded. */
    @Override
    public void close() {
        for (Source source : sources) {
            try {
                source.jar().close();
            } catch (IOException e) {
                // nothing was written to it
            }
        }
    }
}
