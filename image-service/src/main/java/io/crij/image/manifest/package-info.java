/** The documents of an image: index, manifest and configuration, read bounded and strictly. */
package io.crij.image.manifest;
