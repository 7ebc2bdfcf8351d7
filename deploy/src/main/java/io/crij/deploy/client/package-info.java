/** The way from a command to the daemon behind its socket, and how answers are printed. */
package io.crij.deploy.client;
