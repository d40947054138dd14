package dev.zograf.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Migration;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileMigrationTest {

    private static final NodeRegistry REGISTRY = NodeRegistry.of(List.of(new NodePlugin() {
        @Override
        public List<? extends Class<?>> nodes() {
            return List.of(Draw.class);
        }

        @Override
        public List<Migration> migrations() {
            return List.of(
                    Migration.of("acme.draw", 1, 2).rename("colour", "ink").renameOutput("picture", "image"),
                    Migration.of("acme.draw", 2, 3).set("style", "\"plain\"").split("size", FileMigrationTest::split));
        }
    }));

    /** Version 3 of a node that had a colour, one size and another name for its output. */
    @NodeType(id = "acme.draw", version = 3)
    public static final class Draw implements Node<Draw.In, Draw.Out> {
        public record In(String ink, long width, long height, String style, Optional<String> under) {}

        public record Out(String image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out("");
        }
    }

    private static Map<String, Object> split(Object size) {
        String[] sides = String.valueOf(size).split("x", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException("\"" + size + "\" is no width x height.");
        }
        return new java.util.TreeMap<>(Map.of("width", Long.parseLong(sides[0]), "height", Long.parseLong(sides[1])));
    }

    @Test
    void onlyWhatChangedIsRewritten() {
        FileMigration.Migrated migrated = FileMigration.migrate("""
                {
                  "zograf": 1,   "title": "Kept   as it is",
                  "nodes": {
                    "a": { "type": "acme.draw@1", "in": { "colour": "r\\u0065d", "size": "64x48" }, "ui": {"x":  1} },
                    "b": { "type": "acme.draw@1",
                           "in": {
                             "under":  {"from": "a.picture"},
                             "size": "8x9",
                             "colour": "blue"
                           } }
                  },
                  "outputs": { "x": {"from": "b.picture"}, "y": {"from":"a.picture" } }
                }
                """, REGISTRY);

        assertThat(migrated.problems()).isEmpty();
        assertThat(migrated.changes())
                .containsExactly("a: acme.draw@1 is now acme.draw@3", "b: acme.draw@1 is now acme.draw@3");
        assertThat(migrated.text()).isEqualTo("""
                {
                  "zograf": 1,   "title": "Kept   as it is",
                  "nodes": {
                    "a": { "type": "acme.draw@3", "in": { "ink": "r\\u0065d", "style": "plain", "height": 48, "width": 64 }, "ui": {"x":  1} },
                    "b": { "type": "acme.draw@3",
                           "in": {
                             "under": { "from": "a.image" },
                             "ink": "blue",
                             "style": "plain",
                             "height": 9,
                             "width": 8
                           } }
                  },
                  "outputs": { "x": {"from": "b.image"}, "y": {"from":"a.image" } }
                }
                """);
        assertThat(FileMigration.migrate(migrated.text(), REGISTRY).changes())
                .as("a second migration")
                .isEmpty();
    }

    @Test
    void aCurrentFileIsReturnedAsItIs() {
        String text = "\uFEFF{\"zograf\":1,\"nodes\":{\"a\":{\"type\":\"other@7\",\"in\":{}}}, \"outputs\":{}}";

        FileMigration.Migrated migrated = FileMigration.migrate(text, REGISTRY);

        assertThat(migrated.text()).isEqualTo(text);
        assertThat(migrated.changes()).isEmpty();
    }

    @Test
    void aNodeWithoutAVersionGetsTheCurrentOne() {
        String text = "{\"zograf\":1,\"nodes\":{\"a\":{\"type\":\"acme.draw\",\"in\":{\"ink\":\"x\"}}},\"outputs\":{}}";

        assertThat(FileMigration.migrate(text, REGISTRY).text()).isEqualTo(text.replace("acme.draw", "acme.draw@3"));
    }

    @Test
    void ifOneNodeCannotBeMigratedNoneIs() {
        String text = """
                {"zograf": 1, "nodes": {
                  "good": {"type": "acme.draw@1", "in": {"size": "1x2"}},
                  "bad": {"type": "acme.draw@1", "in": {"size": "large"}},
                  "link": {"type": "acme.draw@1", "in": {"size": {"from": "good.picture"}}}},
                 "outputs": {}}
                """;

        FileMigration.Migrated migrated = FileMigration.migrate(text, REGISTRY);

        assertThat(migrated.text()).isEqualTo(text);
        assertThat(migrated.changes()).isEmpty();
        assertThat(migrated.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "line 3, column 49 (/nodes/bad/in/size): \"size\" of \"acme.draw\" version 1 cannot be brought to the"
                                + " current version: \"large\" is no width x height. Rewrite the node by hand.",
                        "line 4, column 59 (/nodes/link/in/size/from): \"size\" of \"acme.draw\" version 1 is now several"
                                + " inputs, and a link cannot be taken apart. Rewrite the node for version 3.");
    }

    @Test
    void aFileWithMistakesIsLeftAlone() {
        assertThat(FileMigration.migrate("{\"zograf\": 1,", REGISTRY).problems())
                .isNotEmpty();
        assertThat(FileMigration.migrate("", REGISTRY).problems()).isNotEmpty();
    }
}
