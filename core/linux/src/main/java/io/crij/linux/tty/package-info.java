/** Pseudoterminals: pairs of descriptors, and the size of their window. */
package io.crij.linux.tty;
