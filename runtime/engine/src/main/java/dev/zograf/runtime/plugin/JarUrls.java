package dev.zograf.runtime.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;

/** Addresses of what is in a jar. Reading through them leaves nothing open, where the JDK's own would keep the jar open for good. */
final class JarUrls extends URLStreamHandler {

    private static final JarUrls HANDLER = new JarUrls();

    private JarUrls() {}

    static URL of(Path jar, String entry) throws MalformedURLException {
        try {
            String encoded = new URI(null, null, "/" + entry, null).getRawPath();
            return new URL(null, "jar:" + jar.toUri() + "!" + encoded, HANDLER);
        } catch (URISyntaxException e) {
            MalformedURLException wrong = new MalformedURLException(entry);
            wrong.initCause(e);
            throw wrong;
        }
    }

    @Override
    protected void parseURL(URL url, String spec, int start, int limit) {
        setURL(url, "jar", "", -1, null, null, spec.substring(start, limit), null, null);
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        URLConnection connection = new URL(url.toExternalForm()).openConnection();
        connection.setUseCaches(false);
        return connection;
    }
}
