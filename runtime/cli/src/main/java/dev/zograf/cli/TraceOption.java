package dev.zograf.cli;

import dev.zograf.Profile;
import dev.zograf.ZografBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that writes where the time of a command's runs goes, whatever comes of them. */
final class TraceOption {

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write where the time goes, for chrome://tracing or Perfetto: nodes, steps, networks.")
    @Nullable
    Path file;

    @Option(
            names = "--trace-operators",
            description = "With --trace: each operator of the networks, too, which makes them somewhat slower.")
    boolean operators;

    /** A profile that is written when this is closed: after the engine, so that all of it is there. */
    interface Recording extends AutoCloseable {

        /** The builder with the profile, if one is wanted. */
        ZografBuilder apply(ZografBuilder builder);

        @Override
        void close();
    }

    /**
     * Begins the profile.
     *
     * @throws UsageException if there is no file for it
     */
    Recording begin() {
        Path target = file;
        if (target == null) {
            if (operators) {
                throw new UsageException("--trace-operators needs a file for the profile; add --trace FILE.");
            }
            return new Nothing();
        }
        if (Files.isDirectory(target)) {
            throw new UsageException(target + " is a folder; name a file for the profile with --trace FILE.");
        }
        OutputFile.folder(target.toAbsolutePath().resolveSibling(""));
        return new ToFile(target, operators ? Profile.withOperators() : Profile.create());
    }

    private record ToFile(Path file, Profile profile) implements Recording {
        @Override
        public ZografBuilder apply(ZografBuilder builder) {
            return builder.profile(profile);
        }

        @Override
        public void close() {
            profile.write(file);
        }
    }

    private static final class Nothing implements Recording {
        @Override
        public ZografBuilder apply(ZografBuilder builder) {
            return builder;
        }

        @Override
        public void close() {}
    }
}
