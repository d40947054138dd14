package dev.zograf.server.v1;

import dev.zograf.server.http.HttpFailure;
import dev.zograf.server.security.SafeNames;
import dev.zograf.server.store.DataFolders;
import dev.zograf.server.store.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Workflows by name: those that an owner stored, and those that ship, which cannot be changed. */
final class StoredWorkflows {

    private static final String END = ".json";

    private final DataFolders folders;
    private final Optional<Path> shipped;

    StoredWorkflows(DataFolders folders, Optional<Path> shipped) {
        this.folders = folders;
        this.shipped = shipped;
    }

    private Path own(String owner, String name) {
        return SafeNames.below(folders.of(owner, "workflows"), SafeNames.single(name) + END);
    }

    /** All names, sorted. */
    List<String> names(String owner) throws IOException {
        Set<String> names = new TreeSet<>();
        collect(folders.of(owner, "workflows"), names);
        if (shipped.isPresent()) {
            collect(shipped.get(), names);
        }
        return List.copyOf(names);
    }

    private static void collect(Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(END))
                    .forEach(file -> names.add(file.substring(0, file.length() - END.length())));
        }
    }

    /** Where a workflow lies: the owner's own before one that ships. */
    Path find(String owner, String name) {
        Path own = own(owner, name);
        if (Files.isRegularFile(own)) {
            return own;
        }
        return shipped.map(folder -> SafeNames.below(folder, name + END))
                .filter(Files::isRegularFile)
                .orElseThrow(() ->
                        HttpFailure.missing("There is no stored workflow of this name; GET /v1/workflows lists them."));
    }

    String text(String owner, String name) throws IOException {
        return Files.readString(find(owner, name));
    }

    /** Whether there is a workflow of that name with that text. */
    boolean has(String owner, String name, String text) throws IOException {
        return names(owner).contains(name) && text(owner, name).equals(text);
    }

    boolean isOwn(String owner, String name) {
        return Files.isRegularFile(own(owner, name));
    }

    void store(String owner, String name, String text) throws IOException {
        DurableFiles.write(folders.temporary(), own(owner, name), text.getBytes(StandardCharsets.UTF_8));
    }

    boolean remove(String owner, String name) throws IOException {
        return Files.deleteIfExists(own(owner, name));
    }
}
