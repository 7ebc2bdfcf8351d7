/** Errors of system calls and the rule about which threads may make those that sleep. */
package io.crij.linux.errno;
