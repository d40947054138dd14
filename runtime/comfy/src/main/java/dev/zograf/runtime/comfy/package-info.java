/**
 * ComfyUI's workflows. In come its JSON formats, also out of pictures; out go our workflows with a list of what has no counterpart, and
 * back. What a class of ComfyUI looks like and which nodes stand for it is data: {@link dev.zograf.runtime.comfy.ComfyClasses}.
 */
@NullMarked
package dev.zograf.runtime.comfy;

import org.jspecify.annotations.NullMarked;
