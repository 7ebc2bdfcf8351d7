/**
 * Turns the stream of a layer blob into a directory that overlayfs can use, trusting none of it.
 */
package io.crij.image.layer;
