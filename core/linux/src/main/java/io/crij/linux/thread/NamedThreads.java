package io.crij.linux.thread;

import java.util.concurrent.ThreadFactory;

/** Daemon threads that a thread dump can tell apart: "name-0", "name-1"... */
public final class NamedThreads {
  private NamedThreads() {}

  public static ThreadFactory platform(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  public static ThreadFactory virtual(String name) {
    return Thread.ofVirtual().name(name + "-", 0).factory();
  }
}
