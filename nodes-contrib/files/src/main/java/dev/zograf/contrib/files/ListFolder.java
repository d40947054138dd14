package dev.zograf.contrib.files;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import java.util.List;

/** Lists the files of a folder, for nodes that read one file each. */
@Doc("Lists the files of a folder, in the order in which people sort their names, for nodes that read one file each.")
@NodeType(id = "contrib.list-folder", title = "List folder", category = "files")
public final class ListFolder implements Node<ListFolder.In, ListFolder.Out> {

    /** What to list. */
    public record In(
            @Doc("A folder below the input folder.") String folder,

            @Doc("Which files: * stands for any signs of a name, ** also for folders, {a,b} for one of several.")
            @Default("*")
            String pattern,

            @Doc("Also lists the folders in it.") @Default("false")
            boolean recursive) {}

    /** What there is. */
    public record Out(
            @Doc("The files with the folder before them, as nodes take them.")
            List<String> files,

            @Doc("How many they are.") int count) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<String> files = files(in, ctx.files());
        return new Out(files, files.size());
    }

    private static List<String> files(In in, RunFiles files) {
        return Folder.of(in.folder(), files).list(in.pattern(), in.recursive()).stream()
                .map(entry -> in.folder() + (in.folder().endsWith("/") ? "" : "/") + entry.name())
                .toList();
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return String.join("\n", files(in, files));
    }
}
