package dev.zograf.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NodeContractTest {

    /** Breaks what can be broken without being refused. */
    @NodeType(id = "acme.sloppy", category = "Image Adjust")
    public static final class Sloppy implements Node<Sloppy.In, Sloppy.Out> {
        private int runs;

        /** Takes a class. */
        public Sloppy(String name) {}

        public record In(int Upper_case, @Doc("a path") Path path) {}

        record Out(@Doc("How often.") int runs) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(++runs);
        }
    }

    @Test
    void passesAGoodNode() {
        NodeContract.verify(NodeHarnessTest.Darken.class);
    }

    @Test
    void namesAllThatASloppyNodeBreaks() {
        assertThatThrownBy(() -> NodeContract.verify(Sloppy.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("its category")
                .hasMessageContaining("Upper_case has no @Doc")
                .hasMessageContaining("Upper_case is not in camelCase")
                .hasMessageContaining("path has a @Doc that is no sentence")
                .hasMessageContaining("path has the type java.nio.file.Path, which has no @PortType")
                .hasMessageContaining("record of outputs is not public")
                .hasMessageContaining("field runs is not final")
                .hasMessageContaining("parameters and no @Inject")
                .hasMessageContaining("services are interfaces");
        assertThatThrownBy(() -> NodeContract.verify(String.class)).hasMessageContaining("does not implement Node");
    }
}
