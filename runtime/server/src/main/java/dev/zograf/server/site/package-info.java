/** Pages for browsers: the files of a folder, such as those of a front end that the host points at. */
@NullMarked
package dev.zograf.server.site;

import org.jspecify.annotations.NullMarked;
