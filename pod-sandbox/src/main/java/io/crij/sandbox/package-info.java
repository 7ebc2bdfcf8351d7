/**
 * A pod's namespaces, cgroup parent, /etc files, shared memory and network attachment; the sandbox
 * state machine.
 */
package io.crij.sandbox;
