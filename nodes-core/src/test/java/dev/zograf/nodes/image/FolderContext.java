package dev.zograf.nodes.image;

import dev.zograf.api.BadFileException;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A run whose files are those of one folder. */
final class FolderContext implements RunContext, RunFiles {

    final List<Image> previews = new ArrayList<>();
    private final Path folder;
    private final String workflow;

    FolderContext(Path folder, String workflow) {
        this.folder = folder;
        this.workflow = workflow;
    }

    @Override
    public String nodeId() {
        return "node";
    }

    @Override
    public void progress(int step, int total, Supplier<Image> preview) {
        if (preview != null) {
            previews.add(preview.get());
        }
    }

    @Override
    public RunFiles files() {
        return this;
    }

    @Override
    public String workflow() {
        return workflow;
    }

    @Override
    public boolean requested() {
        return false;
    }

    @Override
    public Registration onRequest(Runnable action) {
        return () -> {};
    }

    @Override
    public Path input(String name) {
        if (!Files.exists(folder.resolve(name))) {
            throw new BadFileException(name, "There is no such file.");
        }
        return folder.resolve(name);
    }

    @Override
    public Path write(String name, Content content) {
        try {
            Path file = folder.resolve(name);
            Files.createFile(file);
            try (OutputStream out = Files.newOutputStream(file)) {
                content.writeTo(out);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String newName(String prefix, String extension) {
        for (int i = 1; ; i++) {
            String name = String.format(java.util.Locale.ROOT, "%s-%04d.%s", prefix, i, extension);
            if (!Files.exists(folder.resolve(name))) {
                return name;
            }
        }
    }
}
