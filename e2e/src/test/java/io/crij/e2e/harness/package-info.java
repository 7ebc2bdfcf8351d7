/**
 * What the tests stand on: the packaged daemon as a process, a registry, a network of its own, and
 * the look at what is left on the host afterwards.
 */
package io.crij.e2e.harness;
