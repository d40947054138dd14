/**
 * JSON, the only package that knows the JSON library. In come bytes of workflow files and of model configurations, out go
 * checked workflows, plain maps and schemas; every error names the place in the file.
 */
@NullMarked
package dev.zograf.runtime.json;

import org.jspecify.annotations.NullMarked;
