package dev.zograf.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.SampleNodes;
import dev.zograf.api.Body;
import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Hidden;
import dev.zograf.api.Lazy;
import dev.zograf.api.MultipleOf;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Subworkflow;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeSchemaReaderTest {

    /** How a picture is enlarged. */
    public enum Method {
        NEAREST_EXACT,
        BICUBIC
    }

    /** Every form that a port can have. */
    @NodeType(id = "acme.all-forms", version = 3)
    public static final class AllForms implements Node<AllForms.In, AllForms.Out> {
        public record In(
                int i,
                long l,
                float f,
                double d,
                boolean b,
                String s,
                @Default("bicubic") Method m,
                @Default("[1, 2]") List<Integer> many,
                Optional<Long> maybe,
                Lazy<Image> lazy,
                Optional<Lazy<Image>> maybeLazy,
                Optional<List<Image>> maybeMany,
                List<Lazy<Image>> manyLazy,
                @Default("true") Boolean flag,
                @Default("20") String digits,
                @Range(min = 1, max = 2) @Default("1") float ranged,
                @Unit("px") @Hidden @Default("8") int unit,
                @Default("{\"a\": 2}") Map<String, Integer> named,
                Optional<Map<String, ?>> anything,

                @Body(sets = "i", needs = "o", with = "anything")
                Optional<Subworkflow> body) {}

        public record Out(List<Image> images, Method method, Optional<Image> maybe, Optional<List<Image>> maybeMany) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(List.of(), in.m(), Optional.empty(), Optional.empty());
        }
    }

    /** Breaks many rules at once. */
    @NodeType(id = "Bad_Id")
    static final class Bad implements Node<Bad.In, Bad.Out> {
        public record In(
                Object any,
                @Range(max = 3) @Default("4") int high,
                @Default("x") int text,
                @MultipleOf(8) String word,
                @Choices("a") int choice,
                List<List<Image>> nested,
                Map<Integer, Image> map,
                Map<String, List<Image>> maps,
                @Hidden int hidden,
                @Unit("px") String unit,
                @Body(needs = "x") Image body,
                Lazy<Optional<Image>> inside) {}

        public record Out(Lazy<Image> image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            throw new IllegalStateException();
        }
    }

    @Test
    void readsEveryFormOfPort() {
        NodeSchema schema = NodeSchemaReader.read(AllForms.class);
        assertThat(schema.type()).isEqualTo("acme.all-forms@3");
        assertThat(schema.title()).isEqualTo("All forms");
        assertThat(schema.inputs().stream().map(p -> p.name() + ":" + p.typeName()))
                .containsExactly(
                        "i:integer",
                        "l:integer",
                        "f:number",
                        "d:number",
                        "b:boolean",
                        "s:text",
                        "m:text",
                        "many:list of integer",
                        "maybe:integer",
                        "lazy:image",
                        "maybeLazy:image",
                        "maybeMany:list of image",
                        "manyLazy:list of image",
                        "flag:boolean",
                        "digits:text",
                        "ranged:number",
                        "unit:integer",
                        "named:integer by name",
                        "anything:any by name",
                        "body:workflow");
        assertThat(schema.input("unit").orElseThrow().unit()).isEqualTo("px");
        assertThat(schema.inputs().stream().filter(PortSchema::hidden).map(PortSchema::name))
                .containsExactly("unit");
        assertThat(schema.input("named").orElseThrow().initial()).contains(Map.of("a", 2));
        assertThat(schema.input("body").orElseThrow().body())
                .contains(new PortSchema.BodyRule(List.of("i"), List.of("o"), "anything"));
        assertThat(schema.outputs().stream().filter(PortSchema::optional).map(PortSchema::name))
                .containsExactly("maybe", "maybeMany");
        assertThat(schema.inputs().stream().filter(PortSchema::required).map(PortSchema::name))
                .containsExactly("i", "l", "f", "d", "b", "s", "lazy", "manyLazy");
        assertThat(schema.inputs().stream().filter(PortSchema::lazy).map(PortSchema::name))
                .containsExactly("lazy", "maybeLazy", "manyLazy");
        assertThat(schema.input("m").orElseThrow().choices()).containsExactly("nearest-exact", "bicubic");
        assertThat(schema.input("m").orElseThrow().initial()).contains(Method.BICUBIC);
        assertThat(schema.input("many").orElseThrow().initial()).contains(List.of(1, 2));
        assertThat(schema.input("digits").orElseThrow().initial()).contains("20");
        assertThat(schema.output("images").orElseThrow().typeName()).isEqualTo("list of image");
        assertThat(schema.pure()).isTrue();
        assertThat(schema.fingerprinted()).isFalse();
    }

    @Test
    void namesAllThatIsWrongWithAClass() {
        assertThatThrownBy(() -> NodeSchemaReader.read(Bad.class))
                .isInstanceOf(BadNodeException.class)
                .hasMessageContaining("not public")
                .hasMessageContaining("\"Bad_Id\" is no id")
                .hasMessageContaining("\"any\" has the type Object")
                .hasMessageContaining("\"high\" has a default that breaks its own rule")
                .hasMessageContaining("\"text\" has the default x, which is no integer")
                .hasMessageContaining("\"word\" has @MultipleOf but is no integer")
                .hasMessageContaining("\"choice\" has @Choices but is no text")
                .hasMessageContaining("\"nested\" is LIST twice")
                .hasMessageContaining("\"inside\" is Optional inside")
                .hasMessageContaining("\"map\" is a map whose keys are no texts")
                .hasMessageContaining("\"maps\" is a list and a map")
                .hasMessageContaining("\"hidden\" is @Hidden but must be given")
                .hasMessageContaining("\"unit\" has @Unit but is no number")
                .hasMessageContaining("\"body\" has @Body but is no Subworkflow")
                .hasMessageContaining("\"image\" is an output");
        assertThatThrownBy(() -> NodeSchemaReader.read(String.class)).hasMessageContaining("does not implement Node");
    }

    @Test
    void bindsWhatFlowsIntoEveryForm() throws Exception {
        NodeSchema schema = NodeSchemaReader.read(AllForms.class);
        Image image = Image.of(dev.zograf.api.value.FloatTensor.zeros(1, 3, 2, 2));
        int[] asked = new int[1];
        Feed.Source counted = () -> {
            asked[0]++;
            return image;
        };
        AllForms.In in = (AllForms.In) RecordBinder.bind(
                schema,
                Map.of(
                        "i", new Feed.One(() -> 3L),
                        "l", new Feed.One(() -> 4),
                        "f", new Feed.One(() -> 2L),
                        "d", new Feed.One(() -> 0.5f),
                        "b", new Feed.One(() -> true),
                        "s", new Feed.One(() -> "text"),
                        "lazy", new Feed.One(counted),
                        "maybeMany", new Feed.One(() -> List.of(image, image)),
                        "manyLazy", new Feed.Many(List.of(counted, counted)),
                        "anything",
                                new Feed.Named(Map.of(
                                        "one", new Feed.One(() -> image),
                                        "two", new Feed.Many(List.of(() -> 1L, () -> "x"))))));
        assertThat(in.named()).containsExactly(Map.entry("a", 2));
        assertThat(in.anything().orElseThrow()).isEqualTo(Map.of("one", image, "two", List.of(1L, "x")));
        assertThat(in.i()).isEqualTo(3);
        assertThat(in.f()).isEqualTo(2f);
        assertThat(in.maybe()).isEmpty();
        assertThat(in.maybeMany().orElseThrow()).hasSize(2);
        assertThat(in.m()).isEqualTo(Method.BICUBIC);
        assertThat(asked[0]).isZero();
        assertThat(in.lazy().get()).isSameAs(image).isSameAs(in.lazy().get());
        in.manyLazy().get(1).get();
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void refusesValuesOfAnotherTypeOrOutOfRange() {
        NodeSchema schema = NodeSchemaReader.read(SampleNodes.Blank.class);
        assertThatThrownBy(() -> RecordBinder.bind(schema, Map.of("width", new Feed.One(() -> 12L))))
                .hasMessageContaining("multiple of 8");
        assertThatThrownBy(() -> RecordBinder.bind(schema, Map.of("grey", new Feed.One(() -> "x"))))
                .hasMessageContaining("is no number");
        assertThatThrownBy(() -> RecordBinder.bind(schema, Map.of("grey", new Feed.One(() -> Double.NaN))))
                .hasMessageContaining("out of the range");
        assertThatThrownBy(() -> RecordBinder.bind(NodeSchemaReader.read(SampleNodes.ReadText.class), Map.of()))
                .hasMessageContaining("\"file\" is missing");
    }
}
