package dev.zograf.runtime.plugin;

/** Trusts whatever lies in the plugin folders. */
enum AnyPlugin implements PluginTrust {
    INSTANCE;

    @Override
    public Verdict judge(Jar jar) {
        return new Verdict(true, "not asked for");
    }
}
