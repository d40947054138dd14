package dev.zograf.bench.scenario;

import dev.zograf.Zograf;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** The start of an engine with the plugins of a folder, and a first workflow with one of them, in seconds, in a process of its own. */
public final class PluginStart {

    private PluginStart() {}

    /** The argument is the folder. */
    public static void main(String[] args) {
        PrintWriter out = Say.lines();
        long begun = System.nanoTime();
        try (Zograf zograf = Zograf.builder().pluginFolder(Path.of(args[0])).build()) {
            out.println(seconds(begun));
            boolean any = zograf.plugins().list().stream()
                    .anyMatch(plugin -> plugin.place().isPresent());
            long again = System.nanoTime();
            if (any) {
                zograf.check(PluginScenario.workflow("p7.add1", 1));
                out.println(seconds(again));
            }
        }
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.9f", (System.nanoTime() - since) / 1e9);
    }
}
