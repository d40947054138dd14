/**
 * Single files of the original projects seen as folders of diffusers: tensors under the names in which networks are written here, and the
 * configurations that lie beside them there, told from names and shapes. In: the tensors of a file. Out: {@link
 * dev.zograf.runtime.layout.SingleFile}. Nothing is copied; renamed tensors stay where they are in the file.
 */
@NullMarked
package dev.zograf.runtime.layout;

import org.jspecify.annotations.NullMarked;
