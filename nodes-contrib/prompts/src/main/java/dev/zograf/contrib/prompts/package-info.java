/**
 * Tools for prompts: wildcards, lists and tables of prompts, templates, work on words, and a translation table of the default
 * model's languages. In come texts and files below the input root, out go texts. Tables are read by Commons CSV and Gson.
 */
@NullMarked
package dev.zograf.contrib.prompts;

import org.jspecify.annotations.NullMarked;
