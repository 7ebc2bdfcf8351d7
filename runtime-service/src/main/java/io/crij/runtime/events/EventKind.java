package io.crij.runtime.events;

/** What has happened to a pod sandbox or container (CRI {@code ContainerEventType}). */
public enum EventKind {
  CREATED,
  STARTED,
  STOPPED,
  DELETED
}
