/**
 * The daemon: what it claims on the node, its threads, its services put together by hand, its
 * socket, and the order in which all of that starts and stops.
 */
package io.crij.deploy.daemon;
