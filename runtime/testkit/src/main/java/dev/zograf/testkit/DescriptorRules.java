package dev.zograf.testkit;

import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.plugin.DescriptorReader;
import dev.zograf.runtime.plugin.PluginDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The descriptor and the service file that a plugin's jar carries, beside its class. */
final class DescriptorRules {

    private static final String FILE = PluginDescriptor.FILE;

    /** The only plugin whose nodes need no namespace. */
    private static final String OURS = "zograf";

    private DescriptorRules() {}

    static void check(NodePlugin plugin, Collection<NodeSchema> schemas, Complaints complaints) {
        Optional<String> text = text(plugin, complaints);
        if (text.isEmpty()) {
            return;
        }
        Object json = JsonText.parse(text.get()).orElse(null);
        if (!(json instanceof Map<?, ?> fields)) {
            complaints.add(FILE + " is no JSON object");
            return;
        }
        DescriptorReader.refusal(text.get().getBytes(StandardCharsets.UTF_8), !OURS.equals(fields.get("id")))
                .ifPresent(complaints::add);
        TreeSet<String> listed = new TreeSet<>();
        if (fields.get("nodes") instanceof List<?> nodes) {
            nodes.forEach(node -> listed.add(String.valueOf(node)));
        }
        TreeSet<String> there = new TreeSet<>();
        schemas.forEach(schema -> there.add(schema.type()));
        complaints.unless(listed.equals(there), FILE + " lists the nodes " + listed + ", and the plugin has " + there);
        complaints.unless(
                ServiceLoader.load(NodePlugin.class, plugin.getClass().getClassLoader()).stream()
                        .anyMatch(provider -> provider.type() == plugin.getClass()),
                "META-INF/services/" + NodePlugin.class.getName() + " does not name it, so that nobody finds it");
    }

    /** The descriptor in the jar or folder that the plugin's class comes from. */
    private static Optional<String> text(NodePlugin plugin, Complaints complaints) {
        CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
        if (source == null) {
            complaints.add("nobody knows which jar its class comes from");
            return Optional.empty();
        }
        String place = source.getLocation().toString();
        try {
            URL url = new URL(place.endsWith("/") ? place + FILE : "jar:" + place + "!/" + FILE);
            try (InputStream in = url.openStream()) {
                return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            complaints.add("there is no " + FILE + " beside its class; a plugin folder takes no jar without one");
            return Optional.empty();
        }
    }
}
