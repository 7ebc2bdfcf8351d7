/** The client's side of conmon: standard streams of a running container, and its window's size. */
package io.crij.oci.attach;
