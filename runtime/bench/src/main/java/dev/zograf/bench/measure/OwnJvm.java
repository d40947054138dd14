package dev.zograf.bench.measure;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How to start a class in a JVM of its own: with this one's options and class path. */
public final class OwnJvm {

    private OwnJvm() {}

    /** The command that runs the class with these arguments. */
    public static List<String> command(String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-XX:ArchiveClassesAtExit") && !option.startsWith("-agentlib")) {
                command.add(option);
            }
        }
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    /** What it needs in its environment: the class path, which is too long for an argument. */
    public static Map<String, String> environment() {
        String tests = System.getProperty("surefire.test.class.path");
        return Map.of("CLASSPATH", tests != null ? tests : System.getProperty("java.class.path", ""));
    }
}
