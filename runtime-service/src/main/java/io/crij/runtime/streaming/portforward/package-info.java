/** PortForward: TCP into the network namespace of a pod. */
package io.crij.runtime.streaming.portforward;
