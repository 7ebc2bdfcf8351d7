package io.crij.linux.namespace;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.files.ProcFs;
import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Makes the namespaces of a pod and keeps them by bind mounts, without a process. */
public final class PodNamespaces {
  private static final Path OWN = Path.of("/proc/thread-self/ns");

  private PodNamespaces() {}

  /**
   * Makes and pins the namespaces, with "lo" up, in about a millisecond. When it fails, nothing is
   * left.
   *
   * @throws KernelException EEXIST when there is a pin already: unpin it first
   */
  public static void pin(PinRequest request) throws IOException {
    PlatformThread.require();
    for (NamespaceKind kind : request.kinds()) {
      requireFree(request.directory().resolve(kind.fileName()));
    }
    try {
      TaskThread.callIo(
          "pin-" + request.directory().getFileName(),
          () -> {
            make(request);
            bind(request);
            return request;
          });
    } catch (IOException | RuntimeException failure) {
      undo(request.directory(), failure);
      throw failure;
    }
  }

  /** Changes the namespaces of the calling thread for good. */
  private static void make(PinRequest request) throws IOException {
    int flags = 0;
    for (NamespaceKind kind : request.kinds()) {
      flags |= kind.cloneFlag();
    }
    if (NamespaceCalls.unshare(flags) < 0) {
      throw KernelException.last("unshare", request.kinds().toString());
    }
    if (request.hostname().isPresent()) {
      setHostname(request.hostname().get());
    }
    if (request.kinds().contains(NamespaceKind.NET)) {
      LoopbackInterface.up();
    }
    writeSysctls(request.sysctls());
  }

  private static void bind(PinRequest request) throws IOException {
    makeDirectory(request.directory());
    for (NamespaceKind kind : request.kinds()) {
      Path target = request.directory().resolve(kind.fileName());
      makeTarget(target);
      Mounts.bind(OWN.resolve(kind.fileName()), target, false);
    }
  }

  private static void setHostname(String hostname) throws KernelException {
    byte[] name = hostname.getBytes(StandardCharsets.US_ASCII);
    if (NamespaceCalls.sethostname(name, name.length) < 0) {
      throw KernelException.last("sethostname", hostname);
    }
  }

  /** The kernel gives the files below /proc/sys the meaning of the thread that opens them. */
  private static void writeSysctls(Map<String, String> sysctls) throws IOException {
    if (sysctls.isEmpty()) {
      return;
    }
    try (ProcFs proc = ProcFs.open()) {
      for (Map.Entry<String, String> sysctl : sysctls.entrySet()) {
        proc.writeSysctl(sysctl.getKey(), sysctl.getValue());
      }
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException already) {
      if (!Files.isDirectory(directory)) {
        throw already;
      }
    }
  }

  /** A plain file may be left from a crash. */
  private static void makeTarget(Path target) throws IOException {
    try {
      Files.createFile(target);
    } catch (FileAlreadyExistsException already) {
      if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
        throw already;
      }
    }
  }

  private static void requireFree(Path target) throws IOException {
    if (Mounts.isMountPoint(target)) {
      throw new KernelException("pin", Errno.EEXIST, target.toString());
    }
  }

  private static void undo(Path directory, Exception failure) {
    try {
      unpin(directory);
    } catch (IOException | RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * Pins a namespace of a running process. The caller makes sure that the id still means that
   * process, by looking at its identity before and after.
   *
   * @throws KernelException EEXIST when there is a pin already, ENOENT when the process is gone
   */
  public static void pinFromProcess(int pid, NamespaceKind kind, Path target) throws IOException {
    PlatformThread.require();
    Path source = Path.of("/proc", Integer.toString(pid), "ns", kind.fileName());
    requireFree(target);
    makeTarget(target);
    try {
      Mounts.bind(source, target, false);
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(target);
      throw failure;
    }
  }

  /**
   * Gives up all pins of a directory, which goes too unless something else is in it. Success when
   * there are none. A namespace ends with its last user.
   */
  public static void unpin(Path directory) throws IOException {
    PlatformThread.require();
    for (NamespaceKind kind : NamespaceKind.values()) {
      unpinOne(directory.resolve(kind.fileName()));
    }
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException others) {
      // The caller keeps something there.
      return;
    }
  }

  /** Gives up one pin; success when there is none. */
  public static void unpinOne(Path target) throws IOException {
    Mounts.unmount(target, true);
    Files.deleteIfExists(target);
  }
}
