/**
 * Names and digests of images: parsed once, by allowed character class, to values that cannot be
 * wrong.
 */
package io.crij.image.reference;
