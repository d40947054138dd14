package dev.zograf.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void measuresInsertionsDeletionsAndReplacements() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "abc")).isZero();
    }

    @Test
    void suggestsWhatIsNearAndListsWhatThereIsOtherwise() {
        assertThat(Nearest.to("sampl", List.of("sample", "simple", "decode"))).containsExactly("sample", "simple");
        assertThat(Nearest.remedy("sampl", List.of("sample", "decode"), "nodes"))
                .isEqualTo("Did you mean \"sample\"?");
        assertThat(Nearest.remedy("zzzzzzzz", List.of("b", "a"), "nodes")).isEqualTo("The nodes are \"a\", \"b\".");
        assertThat(Nearest.remedy("x", List.of(), "nodes")).isEqualTo("There are no nodes.");
        List<String> many = IntStream.range(100, 140).mapToObj(i -> "name-" + i).toList();
        assertThat(Nearest.remedy("q", many, "nodes")).endsWith("and 28 more.");
    }
}
