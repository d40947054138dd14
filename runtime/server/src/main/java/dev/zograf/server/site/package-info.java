/** The files of a folder for browsers, such as those of a front end that the host points at. */
@NullMarked
package dev.zograf.server.site;

import org.jspecify.annotations.NullMarked;
