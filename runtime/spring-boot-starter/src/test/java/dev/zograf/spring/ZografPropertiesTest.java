package dev.zograf.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The metadata that editors complete from is written by hand: it names what the record has, and the right types. */
class ZografPropertiesTest {

    private static final Pattern PROPERTY =
            Pattern.compile("\"name\": \"zograf\\.([a-z-]+)\", \"type\": \"([^\"]+)\".*\"description\": \"[^\"]+\\.\"");

    @Test
    void everyPropertyIsDescribed() throws IOException {
        try (InputStream in =
                ZografProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> described = PROPERTY.matcher(json)
                    .results()
                    .map((MatchResult match) -> match.group(1) + " " + match.group(2))
                    .toList();
            List<String> wanted = Arrays.stream(ZografProperties.class.getRecordComponents())
                    .map(component ->
                            component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT) + " "
                                    + component.getGenericType().getTypeName())
                    .toList();
            assertThat(described).containsExactlyElementsOf(wanted);
        }
    }
}
