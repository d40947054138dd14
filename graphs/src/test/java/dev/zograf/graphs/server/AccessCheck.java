package dev.zograf.graphs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a page is there for people who do not see it, see it badly, or have it on a small screen. */
final class AccessCheck {

    /** Roles that mean nothing without a name. */
    private static final Set<String> NAMED = Set.of(
            "button",
            "textbox",
            "searchbox",
            "combobox",
            "checkbox",
            "switch",
            "radio",
            "slider",
            "spinbutton",
            "link",
            "image",
            "dialog",
            "progressbar",
            "form",
            "region",
            "toolbar",
            "heading");

    private AccessCheck() {}

    /** Looks at contrasts, ids and sizes, and at what the accessibility tree says of everything that has a role. */
    static void of(Chromium page) throws Exception {
        try (InputStream in = AccessCheck.class.getResourceAsStream("/page/check.js")) {
            assertThat((List<?>) page.value(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                    .isEmpty();
        }
        List<String> nameless = new ArrayList<>();
        int seen = 0;
        for (Object node :
                (List<?>) page.send("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
            if (node instanceof Map<?, ?> map
                    && !Boolean.TRUE.equals(map.get("ignored"))
                    && map.get("role") instanceof Map<?, ?> role
                    && NAMED.contains(String.valueOf(role.get("value")))) {
                seen++;
                Object name = map.get("name") instanceof Map<?, ?> named ? named.get("value") : "";
                if (String.valueOf(name).isBlank()) {
                    nameless.add(String.valueOf(map));
                }
            }
        }
        assertThat(nameless).isEmpty();
        assertThat(seen).isGreaterThan(2);
    }

    /** Looks whether there is something to scroll sideways. */
    static void fits(Chromium page) throws Exception {
        assertThat(page.value("document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo(0L);
    }
}
