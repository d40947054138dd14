package dev.zograf.bench.scenario;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Standard output of a program that another one listens to, in UTF-8 and line by line. */
final class Say {

    private Say() {}

    static PrintWriter lines() {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), true);
    }
}
