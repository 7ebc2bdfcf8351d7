package io.crij.sandbox;

/** Whose namespace a container is in (CRI {@code NamespaceMode}). */
public enum NamespaceMode {
  /** One for all containers of the pod. */
  POD,
  /** One for each container; only PID. */
  CONTAINER,
  /** The node's own. */
  NODE,
  /** That of another container of the pod; only PID, and only in a container's request. */
  TARGET
}
