package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The kernel's files in /proc, safe from anything mounted or linked there: a descriptor that is
 * verified to be procfs, names below it without links or mount crossings, and the opened file
 * verified once more. "self" is a link: name the process.
 */
public final class ProcFs implements AutoCloseable {
  private static final long PROC_SUPER_MAGIC = 0x9fa0;
  private static final int STATFS_SIZE = 256;
  private static final int LARGEST_READ = 1 << 20;
  private static final long RESOLVE = Resolver.BUILDING | OpenFlags.RESOLVE_NO_XDEV;
  private static final Pattern SYSCTL = Pattern.compile("[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)+");

  private final Fd root;

  private ProcFs(Fd root) {
    this.root = root;
  }

  public static ProcFs open() throws KernelException {
    return open(Path.of("/proc"));
  }

  static ProcFs open(Path directory) throws KernelException {
    String text = directory.toString();
    Fd fd =
        Resolver.open(
            FileCalls.AT_FDCWD,
            Lookups.nulTerminated(text),
            OpenFlags.PATH | OpenFlags.DIRECTORY | OpenFlags.NOFOLLOW,
            0,
            text);
    return new ProcFs(verified(fd, text));
  }

  private static Fd verified(Fd fd, String object) throws KernelException {
    byte[] statfs = new byte[STATFS_SIZE];
    if (FileCalls.fstatfs(fd.number(), statfs) < 0) {
      KernelException failure = KernelException.last("fstatfs", object);
      fd.close();
      throw failure;
    }
    if (ByteBuffer.wrap(statfs).order(ByteOrder.nativeOrder()).getLong(0) != PROC_SUPER_MAGIC) {
      fd.close();
      throw new KernelException("open", Errno.EXDEV, object, "this is not the kernel's procfs");
    }
    return fd;
  }

  /** Writes by one write(2), as the kernel's files want it. {@code name} is "PID/oom_score_adj". */
  public void write(String name, String value) throws IOException {
    try (Fd file = file(name, OpenFlags.WRONLY)) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      try {
        FdIo.writeFully(file, bytes, 0, bytes.length);
      } catch (KernelException failure) {
        throw new KernelException("write", failure.errno(), "/proc/" + name);
      }
    }
  }

  public String read(String name) throws IOException {
    try (Fd file = file(name, OpenFlags.RDONLY)) {
      StringBuilder text = new StringBuilder();
      byte[] block = new byte[4096];
      int count = FdIo.read(file, block, block.length);
      while (count > 0 && text.length() < LARGEST_READ) {
        text.append(new String(block, 0, count, StandardCharsets.ISO_8859_1));
        count = FdIo.read(file, block, block.length);
      }
      return text.toString();
    }
  }

  /** Sets a kernel parameter of the namespaces that the calling thread is in. */
  public void writeSysctl(String key, String value) throws IOException {
    write(sysctlFile(key), value);
  }

  public String readSysctl(String key) throws IOException {
    return read(sysctlFile(key)).strip();
  }

  /**
   * The file of a sysctl(8) key below /proc. With dots as separators a slash stands for a dot in a
   * name (net.ipv4.conf.eth0/1.forwarding); with slashes as separators it is the other way round.
   */
  static String sysctlFile(String key) {
    if (!SYSCTL.matcher(key).matches()) {
      throw new IllegalArgumentException("not the name of a kernel parameter: " + key);
    }
    int dot = key.indexOf('.');
    int slash = key.indexOf('/');
    boolean dotsSeparate = slash < 0 || (dot >= 0 && dot < slash);
    String file = dotsSeparate ? key.replace('.', '\n').replace('/', '.').replace('\n', '/') : key;
    return "sys/" + file;
  }

  private Fd file(String name, int access) throws KernelException {
    PlatformThread.require();
    byte[] path = Lookups.nulTerminated(name);
    int flags = access | OpenFlags.NOFOLLOW | OpenFlags.NOCTTY;
    String object = "/proc/" + name;
    return verified(Resolver.open(root.number(), path, flags, RESOLVE, object), object);
  }

  @Override
  public void close() {
    root.close();
  }
}
