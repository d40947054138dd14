package dev.zograf.testkit;

import dev.zograf.api.Node;
import dev.zograf.api.PortType;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.node.SchemaWriter;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a node class must say of itself, found without running it. */
final class SchemaRules {

    private static final Pattern PORT = Pattern.compile("[a-z][A-Za-z0-9]*");
    private static final Pattern CATEGORY = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*");
    private static final Pattern SENTENCE = Pattern.compile("(?s)\\s*[\\p{Lu}\\p{N}].*[.!?]\\s*");

    private SchemaRules() {}

    static void check(NodeSchema schema, Complaints complaints) {
        complaints.unless(
                CATEGORY.matcher(schema.category()).matches(),
                "its category \"" + schema.category() + "\" is not words joined by slashes");
        complaints.unless(!schema.doc().isBlank(), "it has no @Doc that says what it does");
        complaints.unless(
                schema.doc().isBlank() || SENTENCE.matcher(schema.doc()).matches(),
                "its @Doc \"" + schema.doc() + "\" is no sentence");
        complaints.unless(!schema.outputs().isEmpty() || schema.effect(), "it has neither an output nor an effect");
        schema.inputs().forEach(port -> check(port, complaints));
        schema.outputs().forEach(port -> check(port, complaints));
        complaints.unless(
                Modifier.isPublic(schema.inputRecord().getDeclaringClass().getModifiers()),
                "its record of inputs is not public");
        schema.outputReaders().stream()
                .map(reader -> reader.getDeclaringClass())
                .distinct()
                .forEach(c ->
                        complaints.unless(Modifier.isPublic(c.getModifiers()), "its record of outputs is not public"));
        checkConstructor(schema.nodeClass(), complaints);
        for (Field field : schema.nodeClass().getDeclaredFields()) {
            complaints.unless(
                    Modifier.isFinal(field.getModifiers()) || field.isSynthetic(),
                    "its field " + field.getName() + " is not final: one instance serves several runs at once");
        }
        complaints.unless(
                JsonText.parse(JsonText.write(SchemaWriter.describe(schema))).isPresent(), "its schema is no JSON");
    }

    private static void check(PortSchema port, Complaints complaints) {
        String name = "the port " + port.name();
        complaints.unless(!port.doc().isBlank(), name + " has no @Doc");
        complaints.unless(
                port.doc().isBlank() || SENTENCE.matcher(port.doc()).matches(),
                name + " has a @Doc that is no sentence: \"" + port.doc() + "\"");
        complaints.unless(PORT.matcher(port.name()).matches(), name + " is not in camelCase");
        complaints.unless(
                PortTypes.isScalar(port.type())
                        || !(port.type() instanceof Class<?> c)
                        || c == Object.class
                        || c.isAnnotationPresent(PortType.class),
                name + " has the type " + port.type().getTypeName() + ", which has no @PortType");
        complaints.unless(port.min() <= port.max(), name + " has an empty range");
    }

    private static void checkConstructor(Class<? extends Node<?, ?>> nodeClass, Complaints complaints) {
        List<Constructor<?>> all = Arrays.asList(nodeClass.getDeclaredConstructors());
        complaints.unless(all.size() == 1, "it has " + all.size() + " constructors; a node has one");
        Constructor<?> constructor = all.get(0);
        complaints.unless(Modifier.isPublic(constructor.getModifiers()), "its constructor is not public");
        complaints.unless(
                constructor.getParameterCount() == 0 || constructor.isAnnotationPresent(Inject.class),
                "its constructor has parameters and no @Inject");
        for (Class<?> parameter : constructor.getParameterTypes()) {
            complaints.unless(
                    parameter.isInterface(),
                    "its constructor takes the class " + parameter.getName() + "; services are interfaces");
        }
    }
}
