/**
 * Nodes that read, write and lay out pictures. In come file names and images, out go images, masks and files. What a file format
 * can do is ImageIO's business: readers and writers on the class path are found, none is named here.
 */
@NullMarked
package dev.zograf.nodes.image;

import org.jspecify.annotations.NullMarked;
