/** JSON to and from maps, and fields of objects with clear mistakes. The only package that knows Gson. */
@NullMarked
package dev.zograf.contrib.chat.json;

import org.jspecify.annotations.NullMarked;
