/**
 * ComfyUI's routes and WebSocket messages, so that its clients and its front end work unchanged: in come prompts, which are imported as
 * workflows, out go jobs, events and results under the names that those clients know.
 */
@NullMarked
package dev.zograf.server.comfy;

import org.jspecify.annotations.NullMarked;
