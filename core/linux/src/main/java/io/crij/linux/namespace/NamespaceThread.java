package io.crij.linux.namespace;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Runs tasks inside a pinned network namespace. */
public final class NamespaceThread {
  private static final byte[] NOTHING = new byte[8];

  private NamespaceThread() {}

  /**
   * Runs the task in a thread of its own that has entered the namespace: sockets that it opens
   * belong there, threads that it starts do too. Waits for its end.
   *
   * @param netnsFile where the namespace is pinned
   * @throws KernelException when it is gone, or the file is no network namespace
   * @throws Exception what the task threw
   */
  public static <T> T call(Path netnsFile, Callable<T> task) throws Exception {
    return TaskThread.call(
        "netns-" + netnsFile,
        () -> {
          enter(netnsFile);
          return task.call();
        });
  }

  private static void enter(Path file) throws KernelException {
    try (Fd namespace = open(file)) {
      // Also ENOTTY for a plain file: a pin whose mount is gone.
      if (NamespaceCalls.ioctl(namespace.number(), NamespaceCalls.NS_GET_NSTYPE, NOTHING)
          != NamespaceKind.NET.cloneFlag()) {
        throw new KernelException("setns", Errno.EINVAL, file.toString(), "no network namespace");
      }
      if (NamespaceCalls.setns(namespace.number(), NamespaceKind.NET.cloneFlag()) < 0) {
        throw KernelException.last("setns", file.toString());
      }
    }
  }

  private static Fd open(Path file) throws KernelException {
    byte[] text = file.toString().getBytes(StandardCharsets.UTF_8);
    int flags = NamespaceCalls.O_CLOEXEC | NamespaceCalls.O_NONBLOCK;
    int number = NamespaceCalls.open(Arrays.copyOf(text, text.length + 1), flags);
    if (number < 0) {
      throw KernelException.last("open", file.toString());
    }
    return Fd.adopt(number);
  }
}
