/**
 * JSON, the only package that knows the JSON library. In come workflow files and model configurations, out go
 * {@link dev.zograf.runtime.json.WorkflowFile}s and plain maps, and back; every mistake is a
 * {@link dev.zograf.runtime.json.Problem} or an exception that names the place in the file.
 */
@NullMarked
package dev.zograf.runtime.json;

import org.jspecify.annotations.NullMarked;
