package dev.zograf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeContractTest {

    @Test
    void passesAGoodNode() {
        NodeContract.verify(NodeHarnessTest.Darken.class);
    }

    @Test
    void namesAllThatASloppyNodeBreaks() {
        assertThatThrownBy(() -> NodeContract.verify(BrokenNodes.Sloppy.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("its category")
                .hasMessageContaining("no @Doc that says what it does")
                .hasMessageContaining("Upper_case has no @Doc")
                .hasMessageContaining("Upper_case is not in camelCase")
                .hasMessageContaining("path has a @Doc that is no sentence")
                .hasMessageContaining("path has the type java.nio.file.Path, which has no @PortType")
                .hasMessageContaining("record of outputs is not public")
                .hasMessageContaining("field runs is not final")
                .hasMessageContaining("parameters and no @Inject")
                .hasMessageContaining("services are interfaces")
                .hasMessageContaining("it was not run, because of this");
        assertThatThrownBy(() -> NodeContract.verify(String.class)).hasMessageContaining("does not implement Node");
    }

    static Arguments[] broken() {
        return new Arguments[] {
            Arguments.of(BrokenNodes.Counting.class, "acme.counting@1: a second run on the same inputs"),
            Arguments.of(BrokenNodes.Moody.class, "acme.moody@1: another instance gives another result"),
            Arguments.of(BrokenNodes.Stubborn.class, "acme.stubborn@1: it goes on after its run is cancelled"),
            Arguments.of(BrokenNodes.Wrapping.class, "let CancelledException pass"),
            Arguments.of(BrokenNodes.Jumpy.class, "its progress of 5/4 is outside of its total"),
            Arguments.of(BrokenNodes.Jumpy.class, "its progress goes back from 5 to 2"),
            Arguments.of(BrokenNodes.Jumpy.class, "its progress ends at 2 of 4"),
            Arguments.of(BrokenNodes.Empty.class, "gave null for its output \"image\""),
            Arguments.of(
                    BrokenNodes.Fragile.class, "with amount = 0.0 it fails: java.lang.ArithmeticException: by zero"),
            Arguments.of(BrokenNodes.Blaming.class, "with amount = 0.0 it blames the input \"strength\""),
            Arguments.of(BrokenNodes.Hoarding.class, "it holds on to its Image after the run"),
            Arguments.of(BrokenNodes.Restless.class, "its fingerprint differs from call to call"),
            Arguments.of(BrokenNodes.Racing.class, "it fails when several threads run it at once"),
            Arguments.of(BrokenNodes.Printing.class, "needs the service dev.zograf.testkit.BrokenNodes$Printer"),
            Arguments.of(
                    BrokenNodes.Greedy.class,
                    "no value of type acme.palette can be made up for its input palette; give one: with(\"palette\"")
        };
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysWhichRuleIsBroken(Class<?> node, String message) {
        assertThatThrownBy(() -> NodeContract.verify(node))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    @Test
    void seesAChangedInput() {
        assertThatThrownBy(() -> NodeContract.of(BrokenNodes.Greedy.class)
                        .with("palette", new BrokenNodes.Palette())
                        .verify())
                .hasMessageContaining("it changes its input [palette]");
    }

    @Test
    void seesANodeThatDoesNotStop() {
        assertThatThrownBy(() -> NodeContract.of(BrokenNodes.Deaf.class)
                        .cancelWithin(Duration.ofMillis(100))
                        .verify())
                .hasMessageContaining("does not end within 0.1 s");
    }

    @Test
    void aServiceThatIsGivenIsTaken() {
        NodeContract.of(BrokenNodes.Printing.class)
                .service(BrokenNodes.Printer.class, new BrokenNodes.Printer() {})
                .verify();
    }

    @Test
    void mistakesOfTheTestAreSaid() {
        assertThatThrownBy(() -> NodeContract.of(NodeHarnessTest.Darken.class)
                        .with("strength", 1)
                        .verify())
                .hasMessageContaining("an input \"strength\"; it has [image, steps, other]");
        NodeContract contract = NodeContract.of(NodeHarnessTest.Darken.class);
        assertThatThrownBy(() -> contract.schemaOnly(" ")).hasMessageContaining("Say why");
        NodeContract unrun = NodeContract.of(BrokenNodes.Counting.class).schemaOnly("its runs are counted elsewhere");
        assertThat(unrun.check(new Garbage()).isEmpty()).isTrue();
    }
}
