/** Sockets that the JDK cannot open. */
package io.crij.linux.socket;
