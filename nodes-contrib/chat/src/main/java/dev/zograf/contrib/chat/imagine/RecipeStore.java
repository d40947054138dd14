package dev.zograf.contrib.chat.imagine;

import dev.zograf.contrib.chat.ChatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recipes by their ids, a file each, which buttons below old messages need. A file is on disk under its name, whole, when
 * {@link #put} returns; files are never changed, so that a second bot in the same folder does no harm.
 */
final class RecipeStore {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");

    private final Path folder;

    RecipeStore(Path folder) {
        this.folder = folder;
    }

    /** Keeps a recipe; gives its id. */
    String put(Recipe recipe) {
        String id = recipe.id();
        Path file = file(id);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Path part = Files.createTempFile(file.getParent(), id, ".part");
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(recipe.toJson().getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException("The recipe cannot be written below " + folder + ".", e);
        }
    }

    /** The recipe of this id, which may be any text; empty if there is none, or its file is damaged. */
    Optional<Recipe> get(String id) {
        if (!ID.matcher(id).matches() || !Files.exists(file(id))) {
            return Optional.empty();
        }
        try {
            Recipe recipe = Recipe.read(Files.readString(file(id)), id + ".json");
            return Optional.of(recipe).filter(found -> found.id().equals(id));
        } catch (ChatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The recipe " + file(id) + " cannot be read.", e);
        }
    }

    private Path file(String id) {
        return folder.resolve(id.substring(0, 2)).resolve(id + ".json");
    }
}
