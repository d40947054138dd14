package dev.zograf.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestHeadTest {

    @Test
    void decodesSegmentBySegmentAndOnce() {
        assertThat(RequestHead.path("/a%2Fb/c%20d/%D0%BA")).containsExactly("a/b", "c d", "к");
        assertThat(RequestHead.path("/%252e%252e")).containsExactly("%2e%2e");
        assertThat(RequestHead.path("/")).containsExactly("");
    }

    @Test
    void refusesWhatIsNoPath() {
        for (String path :
                new String[] {"/..", "/a/../b", "/%2e%2e", "/.", "/a%00", "/%zz", "/%4", "/%ff", "/a%0d%0ab", "x"}) {
            assertThatThrownBy(() -> RequestHead.path(path)).as(path).isInstanceOf(HttpFailure.class);
        }
    }

    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int j = random.nextInt(12); j > 0; j--) {
                path.append("%/.2eEfF05cC\\:;ab\u00e9".charAt(random.nextInt(18)));
            }
            try {
                assertThat(RequestHead.path(path.toString()))
                        .allSatisfy(segment ->
                                assertThat(segment).isNotEqualTo("..").doesNotContain("\0"));
            } catch (HttpFailure refused) {
                assertThat(refused.status()).isEqualTo(400);
            }
        }
    }
}
