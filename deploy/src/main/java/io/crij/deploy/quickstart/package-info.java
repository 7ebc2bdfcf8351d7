/**
 * The demonstration behind deploy/quickstart: a client of the daemon's socket, as crictl is one.
 */
package io.crij.deploy.quickstart;
