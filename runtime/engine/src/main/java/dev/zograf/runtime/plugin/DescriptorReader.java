package dev.zograf.runtime.plugin;

import dev.zograf.api.Spi;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.StrictObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@link PluginDescriptor} strictly; a refusal names each mistake with line and column. */
public final class DescriptorReader {

    private static final String WORDS = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final Pattern ID = Pattern.compile(WORDS + "(\\." + WORDS + ")*");
    private static final Pattern NODE = Pattern.compile("(" + ID.pattern() + ")@([1-9][0-9]{0,8})");
    private static final Pattern LICENCE = Pattern.compile("[A-Za-z0-9.+() -]{1,200}");
    private static final int LONGEST_ID = 100;

    private DescriptorReader() {}

    /**
     * Why a plugin folder would not take a descriptor, or nothing if it would.
     *
     * @param namespaced whether each node type must have a namespace, as those of all plugins but the built-in nodes
     */
    public static Optional<String> refusal(byte[] utf8, boolean namespaced) {
        try {
            checkSpi(read(utf8, namespaced));
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The descriptor.
     *
     * @param namespaced whether each node type must have a namespace, as those of all plugins but the built-in nodes
     */
    static PluginDescriptor read(byte[] utf8, boolean namespaced) throws Refusal {
        StrictObject json = StrictObject.read(text(utf8));
        String id = json.required("id");
        String version = json.required("version");
        String licence = json.required("licence");
        String spi = json.required("spi");
        Optional<String> title = json.text("title");
        Optional<String> description = json.text("description");
        List<PluginDescriptor.NodeName> nodes = nodes(json, namespaced);
        List<String> portTypes = json.texts("portTypes");
        if (!id.isEmpty() && (id.length() > LONGEST_ID || !ID.matcher(id).matches())) {
            json.wrong("id", "\"" + cut(id) + "\" is no id.", "Write lower case words joined by hyphens and dots.");
        }
        if (!version.isEmpty() && !SpiRange.isVersion(version)) {
            json.wrong(
                    "version",
                    "\"" + cut(version) + "\" is no semantic version.",
                    "Write three numbers, such as 1.0.0.");
        }
        if (!licence.isEmpty() && !LICENCE.matcher(licence).matches()) {
            json.wrong("licence", "\"" + cut(licence) + "\" is no SPDX id.", "Write one such as Apache-2.0.");
        }
        for (String port : portTypes) {
            if (port.length() > LONGEST_ID || !ID.matcher(port).matches()) {
                json.wrong(
                        "portTypes",
                        "\"" + cut(port) + "\" is no name of a port type.",
                        "Write lower case words joined by hyphens and dots.");
            }
        }
        if (!spi.isEmpty()) {
            check(json, spi);
        }
        List<Problem> problems = json.finish();
        if (!problems.isEmpty()) {
            throw new Refusal(
                    PluginFailure.Kind.BAD_DESCRIPTOR,
                    PluginDescriptor.FILE + ": "
                            + String.join(
                                    " ",
                                    problems.stream().map(Problem::toString).toList()));
        }
        return new PluginDescriptor(id, version, title, description, licence, spi, nodes, portTypes);
    }

    private static void check(StrictObject json, String spi) {
        Optional<SpiRange> range = SpiRange.parse(spi);
        if (range.isEmpty()) {
            json.wrong("spi", "\"" + cut(spi) + "\" is no range of versions.", "Write one such as >=0.1 <0.2.");
        } else if (!range.get().possible()) {
            json.wrong("spi", "No version is in the range \"" + spi + "\".", "Write one such as >=0.1 <0.2.");
        }
    }

    /** Refuses a plugin that is not for this version of the interface. */
    static void checkSpi(PluginDescriptor descriptor) throws Refusal {
        if (!SpiRange.parse(descriptor.spi())
                .map(range -> range.contains(Spi.VERSION))
                .orElse(false)) {
            throw new Refusal(
                    PluginFailure.Kind.WRONG_SPI,
                    "It needs version " + descriptor.spi() + " of the plugin interface, and this is " + Spi.VERSION
                            + "; take a version of the plugin for this one, or another version of Zograf.");
        }
    }

    private static List<PluginDescriptor.NodeName> nodes(StrictObject json, boolean namespaced) {
        List<PluginDescriptor.NodeName> nodes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (String text : json.texts("nodes")) {
            Matcher match = NODE.matcher(text);
            if (text.length() > LONGEST_ID || !match.matches()) {
                json.wrong(
                        "nodes",
                        "\"" + cut(text) + "\" is no node type.",
                        "Write id and version, such as acme.invert@1.");
                continue;
            }
            String id = match.group(1);
            if (!ids.add(id)) {
                json.wrong("nodes", "\"" + id + "\" is there twice.", "List each node type once.");
            } else if (namespaced && id.indexOf('.') < 0) {
                json.wrong(
                        "nodes",
                        "\"" + id + "\" has no namespace, as only built-in node types do.",
                        "Put yours before it, such as acme." + id + ".");
            }
            nodes.add(new PluginDescriptor.NodeName(id, Integer.parseInt(match.group(match.groupCount()))));
        }
        return List.copyOf(nodes);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID) + "…";
    }

    private static String text(byte[] utf8) throws Refusal {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(PluginFailure.Kind.BAD_DESCRIPTOR, PluginDescriptor.FILE + " is no text in UTF-8.", e);
        }
    }
}
