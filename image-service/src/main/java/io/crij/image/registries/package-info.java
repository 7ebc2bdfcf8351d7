/** registries.conf version 2 (containers-registries.conf(5)): which endpoints serve an image. */
package io.crij.image.registries;
