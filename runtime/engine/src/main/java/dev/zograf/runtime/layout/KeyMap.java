package dev.zograf.runtime.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The names of a network's tensors in two layouts: modules that lie in different places, and inside of some of them other names.
 * Names are translated both ways.
 */
final class KeyMap {

    private record Module(String original, String diffusers, Map<String, String> inside) {}

    private final NavigableMap<String, Module> byOriginal = new TreeMap<>();
    private final NavigableMap<String, Module> byDiffusers = new TreeMap<>();

    /** Adds a module that has the same names inside in both layouts. */
    void add(String original, String diffusers) {
        add(original, diffusers, Map.of());
    }

    /**
     * Adds a module.
     *
     * @param inside names within it, the original first; what is not there is the same
     */
    void add(String original, String diffusers, Map<String, String> inside) {
        Module module = new Module(original + ".", diffusers + ".", inside);
        byOriginal.put(module.original, module);
        byDiffusers.put(module.diffusers, module);
    }

    /** The name in diffusers' layout, or empty if the original one is of no module. */
    Optional<String> toDiffusers(String name) {
        return module(byOriginal, name)
                .map(module -> module.diffusers + inside(name.substring(module.original.length()), module.inside));
    }

    /** The name in the original layout, or empty if that of diffusers is of no module. */
    Optional<String> toOriginal(String name) {
        return module(byDiffusers, name)
                .map(module ->
                        module.original + inside(name.substring(module.diffusers.length()), inverse(module.inside)));
    }

    private static Optional<Module> module(NavigableMap<String, Module> modules, String name) {
        // No module lies inside another, so that the last one before the name is the only candidate.
        Map.Entry<String, Module> entry = modules.floorEntry(name);
        return entry != null && name.startsWith(entry.getKey()) ? Optional.of(entry.getValue()) : Optional.empty();
    }

    private static String inside(String name, Map<String, String> names) {
        int dot = name.lastIndexOf('.');
        String scope = dot < 0 ? "" : name.substring(0, dot);
        String known = names.get(scope);
        return known == null ? name : known + name.substring(dot);
    }

    private static Map<String, String> inverse(Map<String, String> names) {
        Map<String, String> out = new HashMap<>();
        names.forEach((original, diffusers) -> out.put(diffusers, original));
        return out;
    }
}
