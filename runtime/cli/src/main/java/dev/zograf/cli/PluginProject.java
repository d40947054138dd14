package dev.zograf.cli;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** The files of a new plugin's project, from the templates beside this class. */
final class PluginProject {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
    private static final Pattern SLOT = Pattern.compile("@([A-Za-z]+)@");
    private static final int LONGEST = 60;

    private final Map<String, String> words;

    private PluginProject(Map<String, String> words) {
        this.words = words;
    }

    /**
     * A project.
     *
     * @throws UsageException if a name cannot be used
     */
    static PluginProject of(String name, Optional<String> packageName, Optional<String> id, String licence) {
        require(NAME, name, "name", "lower case words joined by hyphens, such as my-nodes");
        String namespace = id.orElse(name);
        require(NAME, namespace, "namespace", "lower case words joined by hyphens, such as acme");
        String java = packageName.orElse("com.example." + name.replace("-", ""));
        require(PACKAGE, java, "package", "lower case words joined by dots, such as com.acme.nodes");
        if (!SourceVersion.isName(java)) {
            throw new UsageException("\"" + java
                    + "\" is no package: a word of it is one of Java's own. Take another with" + " --package.");
        }
        if (java.startsWith("dev.zograf") || java.startsWith("java.") || java.startsWith("javax.")) {
            throw new UsageException(
                    "The package " + java + " belongs to others; take one of your own with --package.");
        }
        if (!licence.equals("Apache-2.0") && !licence.equals("MIT")) {
            throw new UsageException("The licence \"" + licence + "\" has no text here: take Apache-2.0 or MIT, and put"
                    + " another in its place afterwards.");
        }
        Map<String, String> words = new HashMap<>();
        versions().forEach((key, value) -> words.put((String) key, (String) value));
        words.put("name", name);
        words.put("Name", camelCase(name));
        words.put("title", title(name));
        words.put("id", namespace);
        words.put("package", java);
        words.put("licence", licence);
        words.put("year", Integer.toString(LocalDate.now(ZoneOffset.UTC).getYear()));
        words.put("spi", range(words.getOrDefault("zograf", "")));
        return new PluginProject(words);
    }

    private static void require(Pattern form, String value, String what, String example) {
        if (value.length() > LONGEST || !form.matcher(value).matches()) {
            throw new UsageException("\"" + value + "\" is no " + what + ": " + example + ".");
        }
    }

    /** The versions that keep what this one promises: before 1.0.0 those of the same minor version. */
    private static String range(String version) {
        String[] numbers = version.replace("-SNAPSHOT", "").split("\\.", -1);
        int major = Integer.parseInt(numbers[0]);
        int minor = Integer.parseInt(numbers[1]);
        return ">=" + major + "." + minor + " <" + (major == 0 ? "0." + (minor + 1) : (major + 1) + ".0");
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try {
            versions.load(new StringReader(Resource.text("plugin/versions.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    private static String camelCase(String name) {
        StringBuilder out = new StringBuilder();
        for (String word : name.split("-", -1)) {
            out.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return out.toString();
    }

    private static String title(String name) {
        String words = name.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The text of each file by its path, with slashes. */
    Map<String, String> files() {
        String folder = words.getOrDefault("package", "").replace('.', '/') + "/";
        String plugin = words.get("Name") + "Plugin";
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", text("pom.xml"));
        files.put("src/main/java/" + folder + "Tone.java", text("Tone.java"));
        files.put("src/main/java/" + folder + plugin + ".java", text("Plugin.java"));
        files.put("src/main/resources/META-INF/zograf-plugin.json", text("zograf-plugin.json"));
        files.put(
                "src/main/resources/META-INF/services/dev.zograf.api.NodePlugin",
                words.get("package") + "." + plugin + "\n");
        files.put("src/test/java/" + folder + plugin + "Test.java", text("PluginTest.java"));
        files.put("workflow.json", text("workflow.json"));
        files.put("README.md", text("README.md"));
        files.put("CHANGELOG.md", text("CHANGELOG.md"));
        files.put("LICENSE", "MIT".equals(words.get("licence")) ? text("MIT") : Resource.text("plugin/LICENSE"));
        files.put(".gitignore", text("gitignore"));
        return files;
    }

    private String text(String template) {
        Matcher slots = SLOT.matcher(Resource.text("plugin/" + template + ".txt"));
        return slots.replaceAll(slot -> Matcher.quoteReplacement(words.getOrDefault(slot.group(1), slot.group())));
    }
}
