package dev.zograf.cli;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.SchemaWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a page on a node says of a port beside its type. */
final class PortRules {

    private static final int LISTED = 20;

    private PortRules() {}

    /** {@code , optional, 8 to 64 px, 16 by default}; empty if there is nothing to say. */
    static String of(PortSchema port, LiveChoices live) {
        List<String> rules = new ArrayList<>();
        if (port.optional()) {
            rules.add("optional");
        }
        if (port.lazy()) {
            rules.add("fetched only if needed");
        }
        if (port.hidden()) {
            rules.add("hidden");
        }
        String unit = port.unit().isEmpty() ? "" : " " + port.unit();
        port.initial()
                .ifPresent(initial -> rules.add(JsonText.compact(SchemaWriter.plain(initial)) + unit + " by default"));
        if (Double.isFinite(port.min()) || Double.isFinite(port.max())) {
            rules.add(bound(port.min()) + " to " + bound(port.max()) + unit);
        } else if (!unit.isEmpty() && port.initial().isEmpty()) {
            rules.add("in" + unit);
        }
        if (port.multipleOf() > 1) {
            rules.add("a multiple of " + port.multipleOf());
        }
        if (!port.choices().isEmpty()) {
            rules.add("one of " + String.join(", ", port.choices()));
        }
        port.body().ifPresent(body -> rules.add(body(body)));
        if (port.choiceSource().isPresent() || !port.models().isEmpty()) {
            rules.add(now(port, live));
        }
        return rules.isEmpty() ? "" : ", " + String.join(", ", rules);
    }

    private static String body(PortSchema.BodyRule body) {
        List<String> parts = new ArrayList<>();
        if (!body.sets().isEmpty()) {
            parts.add("sets its " + String.join(", ", body.sets()));
        }
        if (!body.needs().isEmpty()) {
            parts.add("takes its " + String.join(", ", body.needs()));
        }
        if (!body.with().isEmpty()) {
            parts.add("the rest is given by " + body.with());
        }
        return parts.isEmpty() ? "any" : String.join("; ", parts);
    }

    private static String now(PortSchema port, LiveChoices live) {
        List<String> choices;
        try {
            choices = live.choices(port);
        } catch (RuntimeException | LinkageError e) {
            return "its choices cannot be listed now (" + e.getMessage() + ")";
        }
        String first = String.join(", ", choices.subList(0, Math.min(LISTED, choices.size())));
        String more = choices.size() > LISTED ? " and " + (choices.size() - LISTED) + " more" : "";
        return choices.isEmpty() ? "there is none now" : "now one of " + first + more;
    }

    private static String bound(double bound) {
        if (Double.isInfinite(bound)) {
            return "any";
        }
        return bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound);
    }
}
