package io.crij.linux.namespace;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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

  /** What is looked at in a namespace. */
  public interface Look<T> {
    T look() throws IOException;
  }

  /**
   * Takes a look in each namespace, one after the other, in one thread made for that. A namespace
   * that is not pinned any more is left out.
   *
   * @throws IOException what a look threw, or the kernel for another reason
   */
  public static <T> Map<Path, T> inEach(Collection<Path> netnsFiles, Look<T> look)
      throws IOException {
    if (netnsFiles.isEmpty()) {
      return Map.of();
    }
    return TaskThread.callIo(
        "netns-look",
        () -> {
          Map<Path, T> seen = new HashMap<>();
          for (Path file : netnsFiles) {
            if (entered(file)) {
              seen.put(file, look.look());
            }
          }
          return seen;
        });
  }

  private static boolean entered(Path file) throws KernelException {
    try {
      enter(file);
      return true;
    } catch (KernelException failure) {
      // A plain file in place of the namespace: its mount has gone, and its name goes next.
      if (failure.is(Errno.ENOENT, Errno.EINVAL)) {
        return false;
      }
      throw failure;
    }
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
