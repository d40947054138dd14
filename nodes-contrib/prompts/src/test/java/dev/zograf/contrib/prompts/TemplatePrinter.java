package dev.zograf.contrib.prompts;

import dev.zograf.contrib.prompts.Template.Choice;
import dev.zograf.contrib.prompts.Template.FromFile;
import dev.zograf.contrib.prompts.Template.Literal;
import dev.zograf.contrib.prompts.Template.Option;
import dev.zograf.contrib.prompts.Template.Sequence;
import java.math.BigDecimal;

/** Writes a template as {@link WildcardParser} reads it. */
final class TemplatePrinter {

    private TemplatePrinter() {}

    static String print(Template template) {
        StringBuilder out = new StringBuilder();
        print(template, out);
        return out.toString();
    }

    private static void print(Template template, StringBuilder out) {
        if (template instanceof Literal literal) {
            out.append(literal.text().replaceAll("[{}|$_:\\\\]", "\\\\$0"));
        } else if (template instanceof Sequence sequence) {
            sequence.parts().forEach(part -> print(part, out));
        } else if (template instanceof FromFile file) {
            out.append("__").append(file.name()).append("__");
        } else if (template instanceof Choice choice) {
            print(choice, out);
        }
    }

    private static void print(Choice choice, StringBuilder out) {
        out.append('{');
        out.append(choice.least()).append('-').append(choice.most());
        out.append("$$").append(choice.separator()).append("$$");
        String bar = "";
        for (Option option : choice.options()) {
            out.append(bar).append(BigDecimal.valueOf(option.weight()).toPlainString());
            out.append("::");
            print(option.text(), out);
            bar = "|";
        }
        out.append('}');
    }
}
