/**
 * Files in and out: folders of pictures, zip archives, texts, animations. In come names below the roots of the run, which nothing here
 * leaves; out go pictures, texts and files that are written whole or not at all. Gson reads and writes what an archive says, OpenCV animations.
 */
@NullMarked
package dev.zograf.contrib.files;

import org.jspecify.annotations.NullMarked;
