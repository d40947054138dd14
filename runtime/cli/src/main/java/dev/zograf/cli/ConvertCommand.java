package dev.zograf.cli;

import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.runtime.convert.Conversion;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf convert}. */
@Command(
        name = "convert",
        description = {
            "Write a model in another layout, with other types of numbers, or a part of it.",
            "",
            "OUT is a single file if it ends with .safetensors, else a folder in the layout of diffusers. A single file becomes a single"
                    + " file with the same names unless --layout says otherwise; a folder becomes an original single file."
        })
final class ConvertCommand implements Callable<Integer> {

    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)i?b?", Pattern.CASE_INSENSITIVE);

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A folder or .safetensors file, or the name of a model that is known.")
    String from;

    @Parameters(index = "1", paramLabel = "OUT", description = "The file or folder to write.")
    Path to;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "Whose names the tensors get: diffusers or original. A folder has those of diffusers.")
    @Nullable
    String layout;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "What floating-point tensors become: f32, f16, bf16, f8_e4m3 or f8_e5m2; theirs by default.")
    @Nullable
    String type;

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "One network only: unet, vae, text_encoder, text_encoder_2 or controlnet.")
    @Nullable
    String part;

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            description = "How large a file of a folder may be, such as 5GB; larger networks are spread over several.")
    @Nullable
    String shardSize;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description =
                    "A folder in the layout of diffusers, from which to take configurations and tokenizers for a file of weights.")
    @Nullable
    String config;

    @Option(names = "--force", description = "Replace OUT if it is there.")
    boolean force;

    @Mixin
    Common common;

    private final Console console;

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Conversion.Layout> names = layout();
        Optional<DType> dtype = dtype();
        boolean file = to.toString().endsWith(".safetensors");
        if (!file && names.equals(Optional.of(Conversion.Layout.ORIGINAL))) {
            throw new UsageException("The original layout is a single file; let OUT end with .safetensors.");
        }
        if (file && shardSize != null) {
            throw new UsageException("--shard-size is for folders; a single file is one file.");
        }
        long shard = shardBytes();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (Interrupt interrupt = new Interrupt();
                ModelRoots roots =
                        new ModelRoots(common.modelRoots(), new BundledModels(ConvertCommand.class.getClassLoader()))) {
            interrupt.watch(() -> cancelled.set(true));
            Checkpoint model = NamedModel.open(from, roots);
            Checkpoint configs = config == null ? model : NamedModel.open(config, roots);
            Conversion conversion = new Conversion(model, configs, Optional.ofNullable(part), dtype, () -> {
                if (cancelled.get()) {
                    throw new CancelledException();
                }
            });
            try (NewModel target = NewModel.at(to, force)) {
                if (file) {
                    conversion.toFile(target.path(), names);
                } else {
                    Files.createDirectory(target.path());
                    conversion.toFolder(target.path(), shard);
                }
                target.keep();
            } catch (IOException e) {
                throw new BadFileException(to.toString(), "It cannot be written: " + e.getMessage() + ".", e);
            }
        }
        if (!common.quiet) {
            console.print(to.toString());
        }
        return ExitCode.DONE;
    }

    private Optional<Conversion.Layout> layout() {
        if (layout == null) {
            return Optional.empty();
        }
        for (Conversion.Layout each : Conversion.Layout.values()) {
            if (each.name().equalsIgnoreCase(layout)) {
                return Optional.of(each);
            }
        }
        throw new UsageException("--layout is diffusers or original, not \"" + layout + "\".");
    }

    private Optional<DType> dtype() {
        if (type == null) {
            return Optional.empty();
        }
        return Optional.of(DType.of(type.toUpperCase(Locale.ROOT))
                .filter(DType::isFloat)
                .orElseThrow(() ->
                        new UsageException("--dtype is f32, f16, bf16, f8_e4m3 or f8_e5m2, not \"" + type + "\".")));
    }

    private long shardBytes() {
        if (shardSize == null) {
            return Long.MAX_VALUE;
        }
        Matcher size = SIZE.matcher(shardSize.strip());
        if (!size.matches()) {
            throw new UsageException(
                    "--shard-size is a number of bytes such as 500MB or 5GB, not \"" + shardSize + "\".");
        }
        int power = "kmgt".indexOf(size.group(2).toLowerCase(Locale.ROOT));
        double bytes =
                Double.parseDouble(size.group(1)) * Math.pow(1000, size.group(2).isEmpty() ? 0 : power + 1);
        if (bytes < 1) {
            throw new UsageException("--shard-size must be at least one byte.");
        }
        return (long) bytes;
    }
}
