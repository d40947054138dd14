package dev.zograf.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The library of the NVIDIA driver, looked for where installers put it: the one thing that no jar brings. */
final class DriverFile {

    private DriverFile() {}

    /** Where it is, or what is wrong with it and what to do. */
    static String describe() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        String name = windows ? "nvcuda.dll" : "libcuda.so.1";
        for (Path folder : folders(windows)) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    System.load(file.toAbsolutePath().toString());
                    return file + " can be loaded";
                } catch (UnsatisfiedLinkError e) {
                    return file + " cannot be loaded (" + e.getMessage() + "); install the NVIDIA driver again";
                }
            }
        }
        return name + " is not there; install the NVIDIA driver to compute on CUDA";
    }

    private static List<Path> folders(boolean windows) {
        List<Path> folders = new ArrayList<>();
        String set = System.getenv(windows ? "PATH" : "LD_LIBRARY_PATH");
        for (String each : (set == null ? "" : set).split(File.pathSeparator, -1)) {
            if (!each.isBlank() && each.indexOf('\0') < 0) {
                folders.add(Path.of(each.replace("\"", "")));
            }
        }
        if (!windows) {
            for (String each : List.of(
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/usr/lib64",
                    "/usr/lib",
                    "/usr/lib/wsl/lib",
                    "/usr/local/nvidia/lib64",
                    "/run/opengl-driver/lib")) {
                folders.add(Path.of(each));
            }
        }
        return folders;
    }
}
