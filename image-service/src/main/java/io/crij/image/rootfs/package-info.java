/** Root file systems of containers: overlays over the layers of an image. */
package io.crij.image.rootfs;
