/**
 * What picture files carry beside their pixels. In come files from outside, out go their texts; a damaged one is refused by name.
 */
@NullMarked
package dev.zograf.api.picture;

import org.jspecify.annotations.NullMarked;
