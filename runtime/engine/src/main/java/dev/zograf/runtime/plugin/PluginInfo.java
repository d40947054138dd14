package dev.zograf.runtime.plugin;

import dev.zograf.runtime.digest.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say of a plugin.
 *
 * @param id its id, or how it is known if that could not be read
 * @param version from its descriptor; empty if it has none
 * @param title from its descriptor
 * @param licence from its descriptor
 * @param place where it lies; empty if it is on the class path
 * @param state whether it can be used
 * @param reason why it, or a part of it, was left out; empty if nothing was
 * @param nodes its node types as its descriptor lists them, {@code acme.invert@2}
 * @param jars with their SHA-256, of a plugin from a folder
 * @param vouched who vouches for it under the host's policy, once it is loaded
 */
public record PluginInfo(
        String id,
        String version,
        Optional<String> title,
        String licence,
        Optional<Path> place,
        State state,
        List<String> reason,
        List<String> nodes,
        List<Jar> jars,
        Optional<String> vouched) {

    /** How far a plugin got. */
    public enum State {
        /** Its descriptor is good; nothing of it was needed yet. */
        FOUND,
        /** It is loaded. */
        READY,
        /** It cannot be used. */
        LEFT_OUT
    }

    /** A jar and the SHA-256 of its content in hexadecimal digits. */
    public record Jar(String name, String sha256) {}

    /** The plugins that there are, then what was left out before there was a plugin. */
    public static List<PluginInfo> of(List<Plugin> plugins, List<PluginFailure> failures) {
        List<PluginInfo> all = new ArrayList<>();
        List<PluginFailure> rest = new ArrayList<>(failures);
        for (Plugin plugin : plugins) {
            List<PluginFailure> mine = rest.stream()
                    .filter(f -> f.plugin().equals(plugin.id()) && f.kind() != PluginFailure.Kind.DUPLICATE_PLUGIN)
                    .toList();
            rest.removeAll(mine);
            all.add(of(plugin, mine));
        }
        for (PluginFailure failure : rest) {
            all.add(new PluginInfo(
                    failure.plugin(),
                    "",
                    Optional.empty(),
                    "",
                    failure.file(),
                    State.LEFT_OUT,
                    List.of(failure.message()),
                    List.of(),
                    List.of(),
                    Optional.empty()));
        }
        return List.copyOf(all);
    }

    /** A plugin with which nothing is wrong. */
    public static PluginInfo of(Plugin plugin) {
        return of(plugin, List.of());
    }

    private static PluginInfo of(Plugin plugin, List<PluginFailure> failures) {
        Optional<PluginDescriptor> descriptor = plugin.descriptor();
        FolderPlugin folder = plugin instanceof FolderPlugin f ? f : null;
        boolean loaded = folder == null || folder.origin().isPresent();
        return new PluginInfo(
                plugin.id(),
                descriptor.map(PluginDescriptor::version).orElse(""),
                descriptor.flatMap(PluginDescriptor::title),
                descriptor.map(PluginDescriptor::licence).orElse(""),
                plugin.place().map(PluginPlace::path),
                loaded ? State.READY : failures.isEmpty() ? State.FOUND : State.LEFT_OUT,
                failures.stream().map(PluginFailure::message).toList(),
                descriptor
                        .map(d -> d.nodes().stream().map(Object::toString).toList())
                        .orElse(List.of()),
                folder == null ? List.of() : jars(folder),
                folder == null ? Optional.empty() : folder.vouched());
    }

    private static List<Jar> jars(FolderPlugin plugin) {
        List<Jar> jars = new ArrayList<>();
        if (!plugin.jars().isEmpty()) {
            plugin.jars().forEach(jar -> jars.add(new Jar(jar.name(), jar.sha256())));
            return jars;
        }
        for (Path jar : plugin.place().orElseThrow().jars()) {
            try {
                jars.add(new Jar(String.valueOf(jar.getFileName()), Sha256.of(jar)));
            } catch (IOException e) {
                jars.add(new Jar(String.valueOf(jar.getFileName()), "unreadable"));
            }
        }
        return jars;
    }
}
