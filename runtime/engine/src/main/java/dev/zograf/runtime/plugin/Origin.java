package dev.zograf.runtime.plugin;

/** Which version of which plugin something comes from. */
public final class Origin {

    private Origin() {}

    /**
     * The plugin's id, version and hash; empty for what is on the host's class path. A plugin that is loaded anew has another one, even
     * if its files are the same.
     */
    public static String of(Class<?> type) {
        return type.getClassLoader() instanceof PluginClassLoader loader ? loader.origin() : "";
    }
}
