package dev.zograf.compatibility;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.config.Options;
import japicmp.model.AccessModifier;
import japicmp.model.JApiAnnotation;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiConstructor;
import japicmp.model.JApiField;
import japicmp.model.JApiImplementedInterface;
import japicmp.model.JApiMethod;
import japicmp.model.JApiSuperclass;
import japicmp.output.Filter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What of the public and protected classes of one jar breaks who was compiled against another. */
final class ApiComparison {

    private ApiComparison() {}

    /**
     * Every change that breaks binaries or sources, one line each, sorted.
     *
     * @param classPath what both jars need
     */
    static List<String> breaks(Path old, Path current, String classPath) {
        Options options = Options.newDefault();
        options.setAccessModifier(AccessModifier.PROTECTED);
        options.setOldClassPath(Optional.of(classPath));
        options.setNewClassPath(Optional.of(classPath));
        // An annotation for tools: nothing that runs or compiles needs it.
        options.addIgnoreMissingClassRegularExpression("org\\.jspecify\\..*");
        List<JApiClass> classes = new JarArchiveComparator(JarArchiveComparatorOptions.of(options))
                .compare(new JApiCmpArchive(old.toFile(), "old"), new JApiCmpArchive(current.toFile(), "new"));
        Lines lines = new Lines();
        Filter.filter(classes, lines);
        return List.copyOf(lines.found);
    }

    private static final class Lines implements Filter.FilterVisitor {

        private final TreeSet<String> found = new TreeSet<>();

        private void note(String what, JApiCompatibility item) {
            item.getCompatibilityChanges().stream()
                    .filter(change -> !change.isBinaryCompatible() || !change.isSourceCompatible())
                    .forEach(change -> found.add(what + ": " + change.getType()));
        }

        @Override
        public void visit(Iterator<JApiClass> all, JApiClass type) {
            note(type.getFullyQualifiedName(), type);
        }

        @Override
        public void visit(Iterator<JApiMethod> all, JApiMethod method) {
            note(method.getjApiClass().getFullyQualifiedName() + "." + method.getName() + "()", method);
        }

        @Override
        public void visit(Iterator<JApiConstructor> all, JApiConstructor constructor) {
            note("new " + constructor.getjApiClass().getFullyQualifiedName() + "()", constructor);
        }

        @Override
        public void visit(Iterator<JApiImplementedInterface> all, JApiImplementedInterface implemented) {
            note(implemented.getFullyQualifiedName(), implemented);
        }

        @Override
        public void visit(Iterator<JApiField> all, JApiField field) {
            note(field.getjApiClass().getFullyQualifiedName() + "." + field.getName(), field);
        }

        @Override
        public void visit(Iterator<JApiAnnotation> all, JApiAnnotation annotation) {
            note(annotation.getFullyQualifiedName(), annotation);
        }

        @Override
        public void visit(JApiSuperclass superclass) {
            note(superclass.getJApiClassOwning().getFullyQualifiedName(), superclass);
        }
    }
}
