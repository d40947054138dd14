package dev.zograf.runtime.comfy;

/** Turns workflows of ComfyUI into ours, by the tables of the classes that are known. */
public final class ComfyImport {

    private final ComfyClasses classes;

    /** With these classes. */
    public ComfyImport(ComfyClasses classes) {
        this.classes = classes;
    }

    /**
     * The workflow that does the same here. Every node is looked at, also one that no output needs.
     *
     * @param title of the workflow; may be empty
     */
    public ImportedWorkflow of(ComfyPrompt prompt, String title) {
        return new Importer(classes, prompt).run(title);
    }
}
