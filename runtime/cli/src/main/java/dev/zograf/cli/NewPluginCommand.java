package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf new plugin}: a Maven project with a node, its test and everything that a plugin needs. */
@Command(
        name = "plugin",
        description =
                "Make a plugin's project: a node, its test, its descriptor, a README and a licence; build it with mvn verify.")
final class NewPluginCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "What the plugin is called, such as my-nodes.")
    String name = "";

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Its Java package; com.example.NAME if this is not said.")
    @Nullable
    String packageName;

    @Option(
            names = "--id",
            paramLabel = "NAMESPACE",
            description = "What the ids of its nodes begin with, such as acme for acme.tone; NAME if this is not said.")
    @Nullable
    String id;

    @Option(names = "--licence", paramLabel = "LICENCE", description = "Apache-2.0 (if this is not said) or MIT.")
    String licence = "Apache-2.0";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The project's folder, which must be empty or not be there; NAME if this is not said.")
    @Nullable
    Path folder;

    @Option(names = "--verbose", description = "Show where an error comes from.")
    boolean verbose;

    private final Console console;

    NewPluginCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PluginProject project =
                PluginProject.of(name, Optional.ofNullable(packageName), Optional.ofNullable(id), licence);
        Path target = folder == null ? Path.of(name) : folder;
        requireEmpty(target);
        for (Map.Entry<String, String> file : project.files().entrySet()) {
            WholeFile.write(target.resolve(file.getKey()), file.getValue());
        }
        console.print("Made " + target + ". Build it with: cd " + target + " && mvn verify");
        return ExitCode.DONE;
    }

    private static void requireEmpty(Path target) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new BadFileException(target.toString(), "This is a file; name a folder that is not there yet.");
        }
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new BadFileException(
                        target.toString(),
                        "This folder is not empty, and nothing is overwritten; name another with -o.");
            }
        } catch (IOException e) {
            throw new BadFileException(target.toString(), "It cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
