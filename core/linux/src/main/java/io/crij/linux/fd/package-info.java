/** File descriptors with one owner, pipes, and streams over them. */
package io.crij.linux.fd;
