package dev.zograf.nodes.latent;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.FilePlaceholders;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.tensors.TensorWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes latents to a file that ComfyUI's LoadLatent reads, too: {@code latent_tensor} and an empty {@code latent_format_version_0}, which
 * says that they are in the VAE's own space. Masks are not written.
 */
@NodeType(id = "save-latent", title = "Save latent", category = "latent", effect = true)
@Doc("Writes latents to a .latent file, as ComfyUI does; masks are not written.")
public final class SaveLatent implements Node<SaveLatent.In, SaveLatent.Out> {

    /** The name of the tensor in the file. */
    static final String NAME = "latent_tensor";

    /** The name of what says that no scale was applied. */
    static final String VERSION = "latent_format_version_0";

    private static final String END = ".latent";

    /** What to write, and where. */
    public record In(
            @Doc("The latents.") Latent latent,

            @Doc(
                    "The file's name; .latent is added if it is not there. %year%, %month%, %day%, %hour%, %minute% and %second% are those of the moment.")
            @Default("latent")
            String name,

            @Doc("Whether files are numbered on, latent-0001.latent and so on, rather than replaced.") @Default("false")
            boolean numbered) {

        /** The name must be one. */
        public In {
            if (name.isBlank() || name.endsWith("/")) {
                throw new InvalidInputException("name", "A file needs a name, such as cat.latent.");
            }
        }
    }

    /** What was written. */
    public record Out(@Doc("The path of the file.") String file) {}

    @Override
    public Out run(In in, RunContext ctx) {
        String filled = FilePlaceholders.fill(in.name(), 0, 0);
        String stem = filled.endsWith(END) ? filled.substring(0, filled.length() - END.length()) : filled;
        String name = in.numbered() ? ctx.files().newName(stem, END.substring(1)) : stem + END;
        Map<String, FloatTensor> tensors = Map.of(NAME, in.latent().samples(), VERSION, FloatTensor.zeros(0));
        return new Out(ctx.files()
                .write(name, out -> TensorWriter.write(new TreeMap<>(tensors), out))
                .toString());
    }
}
