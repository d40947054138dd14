/**
 * What is on pictures: image encoders and dual encoders of pictures and texts, and the nodes that embed, compare, rank, classify and judge
 * with them. In come pictures and texts, out come embeddings, scores and labels.
 */
@NullMarked
package dev.zograf.nodes.vision;

import org.jspecify.annotations.NullMarked;
