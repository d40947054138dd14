package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Zograf;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.Subworkflow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes find odd is told of every run that has to do with it. */
class WarningBehaviourTest extends Behaviours {

    /** Its nodes. */
    public static final class Oddities implements NodePlugin {
        @Override
        public List<Class<?>> nodes() {
            return List.of(Odd.class, Within.class);
        }
    }

    /** Warns of numbers that are odd. */
    @NodeType(id = "odd")
    public static final class Odd implements Node<Odd.In, Odd.Out> {
        public record In(
                @Doc("What may be odd.") long number,

                @Doc("How many warnings to give.") @Default("1")
                int times) {}

        public record Out(@Doc("The number.") long number) {}

        @Override
        public Out run(In in, RunContext ctx) {
            for (int i = 0; i < in.times() && in.number() % 2 != 0; i++) {
                ctx.warn("The number " + in.number() + "\nis odd" + (i == 0 ? "." : ", " + i + " of many."));
                ctx.warn("The number " + in.number() + " is odd" + (i == 0 ? "." : ", " + i + " of many."));
            }
            return new Out(in.number());
        }
    }

    /** Looks at a number in a graph of its own. */
    @NodeType(id = "within")
    public static final class Within implements Node<Within.In, Within.Out> {
        public record In(@Doc("What may be odd.") long number) {}

        public record Out(@Doc("The number.") long number) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            Subworkflow graph = Subworkflow.builder()
                    .node("inner", "odd", Map.of("number", in.number()))
                    .output("number", Subworkflow.link("inner", "number"))
                    .build();
            return new Out((Long) ctx.call(graph, Map.of()).get("number"));
        }
    }

    @BeforeEach
    void oddities() {
        engine.close();
        engine = Zograf.builder()
                .nodePlugins(new SampleNodes(), new Oddities())
                .threads(2)
                .build();
    }

    private static RunEvent.NodeWarned odd(String node, int number) {
        return new RunEvent.NodeWarned(node, "The number " + number + " is odd.");
    }

    /** The warnings since this was asked for last. */
    private List<RunEvent> told() {
        List<RunEvent> told =
                events.stream().filter(RunEvent.NodeWarned.class::isInstance).toList();
        events.clear();
        return told;
    }

    @Test
    void isToldOnceUnderTheNodeThatWarned() {
        run(
                "'n': { 'type': 'odd', 'in': { 'number': 3 } }, 'm': { 'type': 'odd', 'in': { 'number': 4 } }",
                "'n': {'from': 'n.number'}, 'm': {'from': 'm.number'}");
        assertThat(told()).containsExactly(odd("n", 3));
    }

    @Test
    void isToldAgainOfWhoeverTakesTheResultOrWhatWasMadeFromIt() {
        String odd = "'%s': { 'type': 'odd', 'in': { 'number': 5 } }";
        String sum = ", 's': { 'type': 'add', 'in': { 'a': {'from': '%s.number'}, 'b': %d } }";
        run(odd.formatted("n") + sum.formatted("n", 1), "'s': {'from': 's.sum'}");
        assertThat(told()).containsExactly(odd("n", 5));

        run(odd.formatted("other") + sum.formatted("other", 2), "'s': {'from': 's.sum'}");
        assertThat(cached()).containsExactly("other");
        assertThat(told()).containsExactly(odd("other", 5));

        run(odd.formatted("third") + sum.formatted("third", 1), "'s': {'from': 's.sum'}");
        assertThat(cached()).as("the odd one is not even looked at").containsExactly("s");
        assertThat(told()).containsExactly(odd("third", 5));

        engine.memory().forgetResults();
        run(odd.formatted("n") + sum.formatted("n", 1), "'s': {'from': 's.sum'}");
        assertThat(told()).containsExactly(odd("n", 5));
    }

    @Test
    void isToldOfWhatIsWithinOtherNodesToo() {
        run("'w': { 'type': 'within', 'in': { 'number': 7 } }", "'n': {'from': 'w.number'}");
        assertThat(told()).containsExactly(odd("w/0/inner", 7));

        run("'v': { 'type': 'within', 'in': { 'number': 7 } }", "'n': {'from': 'v.number'}");
        assertThat(started()).isEmpty();
        assertThat(told()).containsExactly(odd("v/0/inner", 7));
    }

    @Test
    void isToldOfEachEntryOfAList() {
        String nodes = "'e': { 'type': 'odd', 'each': 'number', 'in': { 'number': [1, 2, 3] } }";
        run(nodes, "'n': {'from': 'e.number'}");
        assertThat(told()).containsExactlyInAnyOrder(odd("e/0", 1), odd("e/2", 3));

        run(nodes, "'n': {'from': 'e.number'}");
        assertThat(started()).isEmpty();
        assertThat(told()).containsExactlyInAnyOrder(odd("e/0", 1), odd("e/2", 3));
    }

    @Test
    void endsWhereANodeWarnsForEver() {
        run("'n': { 'type': 'odd', 'in': { 'number': 1, 'times': 5000 } }", "'n': {'from': 'n.number'}");
        List<RunEvent> told = told();
        assertThat(told).hasSize(101);
        assertThat(told.get(100).toString()).contains("There are more warnings");
    }
}
