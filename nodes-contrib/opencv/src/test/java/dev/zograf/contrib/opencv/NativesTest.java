package dev.zograf.contrib.opencv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two plugins with an OpenCV each, as plugin folders have it. */
class NativesTest {

    /** Sees of the host what a plugin sees. */
    private static final class Host extends ClassLoader {
        Host() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("dev.zograf.api.") || name.startsWith("org.jspecify.")) {
                return NativesTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private static URLClassLoader plugin() throws MalformedURLException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), new Host());
    }

    private static Object blurred(ClassLoader plugin) throws ReflectiveOperationException {
        Class<?> blur = plugin.loadClass(Blur.class.getName());
        assertThat(blur.getClassLoader()).isSameAs(plugin);
        return blur.getMethod("gaussian", FloatTensor.class, double.class, RunContext.class)
                .invoke(null, Planes.small(), 1.0, Planes.RUN);
    }

    @Test
    void severalWorkSideBySideAndCanBeUnloaded() throws Exception {
        float[] ours = Blur.gaussian(Planes.small(), 1, Planes.RUN).toArray();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (URLClassLoader plugin = plugin()) {
                assertThat(((FloatTensor) blurred(plugin)).toArray()).isEqualTo(ours);
                loaders.add(new WeakReference<>(plugin));
            }
        }

        for (int i = 0; i < 100 && loaders.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
            Thread.sleep(20);
        }

        assertThat(loaders).allMatch(each -> each.get() == null, "is collected");
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread) && thread.isAlive())
                        .map(Thread::getName)
                        .collect(Collectors.toSet()))
                .as("threads left behind")
                .noneMatch(name -> name.contains("JavaCPP"));
    }

    @Test
    void theHostsSettingsStayAsTheyWere() {
        Natives.require();
        assertThat(System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes")).isNull();
    }
}
