package dev.zograf.runtime.plugin;

import java.util.List;
import java.util.Optional;

/**
 * What {@code META-INF/zograf-plugin.json} says, known before any code of the plugin runs.
 *
 * @param id lower case words joined by hyphens and dots
 * @param version a semantic version
 * @param title for people
 * @param description one sentence or two
 * @param licence an SPDX id
 * @param spi the range of versions of {@link dev.zograf.api.Spi} that it runs with
 * @param nodes the node types that it offers
 * @param portTypes the names of port types that it brings
 */
public record PluginDescriptor(
        String id,
        String version,
        Optional<String> title,
        Optional<String> description,
        String licence,
        String spi,
        List<NodeName> nodes,
        List<String> portTypes) {

    /** Where it lies in a jar. */
    public static final String FILE = "META-INF/zograf-plugin.json";

    /** A node type: {@code acme.invert@2}. */
    public record NodeName(String id, int version) {
        @Override
        public String toString() {
            return id + "@" + version;
        }
    }

    /** The ids of its node types. */
    public List<String> nodeIds() {
        return nodes.stream().map(NodeName::id).toList();
    }
}
