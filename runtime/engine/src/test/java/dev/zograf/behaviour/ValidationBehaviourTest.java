package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.WorkflowException;
import org.junit.jupiter.api.Test;

/** Mistakes that are found before anything runs. */
class ValidationBehaviourTest extends Behaviours {

    private void invalid(String nodes, String message, String pointer) {
        WorkflowException failure = failure(nodes, "'o': {'from': 'x.image'}");
        assertThat(failure.kind()).isEqualTo(WorkflowException.Kind.INVALID);
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.problems()).anyMatch(p -> p.pointer().equals(pointer));
        assertThat(events).isEmpty();
    }

    @Test
    void validationErrorLiteral() {
        invalid("'x': { 'type': 'blank', 'in': { 'width': 5000 } }", "8 to 4096", "/nodes/x/in/width");
        invalid(
                "'x': { 'type': 'walk', 'in': { 'sampler': 'eular' } }",
                "Did you mean \"euler\"",
                "/nodes/x/in/sampler");
    }

    @Test
    void validationErrorEdge1() {
        invalid(
                "'w': { 'type': 'add' }, 'x': { 'type': 'acme.invert', 'in': { 'image': {'from': 'w.sum'} } }",
                "takes an image",
                "/nodes/x/in/image/from");
    }

    /** The type comes through a node that takes any. */
    @Test
    void validationErrorEdge2() {
        invalid("""
                'w': { 'type': 'add' },
                'c': { 'type': 'choose', 'in': { 'first': true, 'a': {'from': 'w.sum'}, 'b': 1 } },
                'x': { 'type': 'acme.invert', 'in': { 'image': {'from': 'c.value'} } }
                """, "takes an image", "/nodes/x/in/image/from");
    }

    /** The rule is broken by a value that is set for an input of the workflow, just before the run. */
    @Test
    void validationErrorEdge3() {
        var workflow = engine.read("""
                { "zograf": 1, "inputs": { "w": {"type": "integer", "default": 8} },
                  "nodes": { "x": { "type": "blank", "in": { "width": {"from": "inputs.w"} } } },
                  "outputs": { "o": {"from": "x.image"} } }
                """);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> engine.run(workflow.with("w", 12), events::add)))
                .hasMessageContaining("not a multiple of 8");
        assertThat(events).isEmpty();
    }

    /** What only shows while it runs is a mistake of the input all the same, and named with its place. */
    @Test
    void validationErrorEdge4() {
        WorkflowException failure = failure(
                "'a': { 'type': 'add', 'in': { 'a': 4000, 'b': 4000 } }, 'x': { 'type': 'blank', 'in': { 'width': {'from': 'a.sum'} } }",
                "'o': {'from': 'x.image'}");
        assertThat(failure.kind()).isEqualTo(WorkflowException.Kind.INVALID);
        assertThat(failure).hasMessageContaining("8 to 4096");
        assertThat(failure.node()).contains("x");
        assertThat(failure.problems().get(0).pointer()).startsWith("/nodes/x/in/width");
    }

    /** A rule across inputs. */
    @Test
    void validationErrorKwargs() {
        invalid(
                "'b': { 'type': 'blank' }, 'x': { 'type': 'resize', 'in': { 'width': 1, 'hight': 2 } }",
                "lacks its input \"height\"",
                "/nodes/x");
    }

    @Test
    void asyncValidateInputs() {
        WorkflowException failure =
                failure("'f': { 'type': 'fail', 'in': { 'how': 'input' } }", "'o': {'from': 'f.sum'}");
        assertThat(failure.kind()).isEqualTo(WorkflowException.Kind.INVALID);
        assertThat(failure).hasMessageContaining("take another");
    }

    @Test
    void cycleError() {
        invalid("""
                'a': { 'type': 'add', 'in': { 'a': {'from': 'b.sum'} } },
                'b': { 'type': 'add', 'in': { 'a': {'from': 'a.sum'} } },
                'x': { 'type': 'blank' }
                """, "a → b → a", "/nodes/a");
    }

    @Test
    void missingNodeError() {
        invalid("'x': { 'type': 'blnk' }", "Did you mean \"blank\"?", "/nodes/x/type");
        invalid(
                "'x': { 'type': 'acme.invert', 'in': { 'image': {'from': 'y.image'} } }",
                "There is no node \"y\"",
                "/nodes/x/in/image/from");
    }

    @Test
    void undeclaredInputs() {
        invalid("'x': { 'type': 'blank', 'in': { 'colour': 1 } }", "has no input \"colour\"", "/nodes/x/in/colour");
    }
}
