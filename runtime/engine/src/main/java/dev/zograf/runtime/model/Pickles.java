package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Recognises model files in Python's pickle format, which are refused. */
final class Pickles {

    private static final List<String> ENDINGS = List.of(".ckpt", ".pt", ".pth", ".bin", ".pkl", ".pickle");

    private Pickles() {}

    static boolean is(Path file) {
        Path name = file.getFileName();
        return name != null && ENDINGS.stream().anyMatch(name.toString().toLowerCase(Locale.ROOT)::endsWith);
    }

    /** Whether a file begins like one, whatever its name: as PyTorch's archives do, or with a protocol from 2 on. */
    static boolean begins(byte[] start) {
        boolean archive = start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        return archive || (start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5);
    }

    static BadFileException refusal(String file) {
        return new BadFileException(
                file,
                "This is a pickle, a format that can run any program when it is loaded, so it is not opened. Use the model's"
                        + " .safetensors file, or convert it once in Python where you trust it:"
                        + " safetensors.torch.save_file(torch.load(file, weights_only=True), \"model.safetensors\").");
    }
}
