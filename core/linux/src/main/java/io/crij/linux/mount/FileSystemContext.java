package io.crij.linux.mount;

import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file system that is being configured (fsopen(2)); the kernel's own words go into errors. */
final class FileSystemContext implements AutoCloseable {
  private static final int LONGEST_MESSAGE = 4096;
  private static final int MOST_MESSAGES = 32;

  private final Fd fd;
  private final String object;

  private FileSystemContext(Fd fd, String object) {
    this.fd = fd;
    this.object = object;
  }

  static FileSystemContext open(String type, String object) throws KernelException {
    long fd = MountCalls.syscall(MountCalls.SYS_FSOPEN, Text.of(type), MountCalls.FSOPEN_CLOEXEC);
    if (fd < 0) {
      throw KernelException.last("fsopen " + type, object);
    }
    return new FileSystemContext(Fd.adopt((int) fd), object);
  }

  /** A value of at most 255 bytes. */
  void set(String key, String value) throws KernelException {
    byte[] text = Text.of(value);
    configure(MountCalls.FSCONFIG_SET_STRING, Text.of(key), text, key + "=" + value);
  }

  /** Makes the superblock, then a mount of it. */
  Fd mount(long attributes) throws KernelException {
    configure(MountCalls.FSCONFIG_CMD_CREATE, null, null, "create");
    long mount =
        MountCalls.syscall(
            MountCalls.SYS_FSMOUNT, fd.number(), (long) MountCalls.FSMOUNT_CLOEXEC, attributes);
    if (mount < 0) {
      throw failed("fsmount");
    }
    return Fd.adopt((int) mount);
  }

  /** The kernel insists on null where a command takes no key or value. */
  private void configure(int command, byte[] key, byte[] value, String what)
      throws KernelException {
    if (MountCalls.syscall(MountCalls.SYS_FSCONFIG, fd.number(), command, key, value, 0) < 0) {
      throw failed("fsconfig " + what);
    }
  }

  private KernelException failed(String call) {
    KernelException failure = KernelException.last(call, object);
    String messages = String.join("; ", messages());
    return new KernelException(
        call, failure.errno(), object, messages.isEmpty() ? "" : "the kernel says: " + messages);
  }

  /** Each read(2) gives one message, "e overlay: ..." for an error, and ENODATA after the last. */
  private List<String> messages() {
    List<String> messages = new ArrayList<>();
    byte[] buffer = new byte[LONGEST_MESSAGE];
    long length = MountCalls.read(fd.number(), buffer, buffer.length);
    while (length > 0 && messages.size() < MOST_MESSAGES) {
      messages.add(new String(buffer, 0, (int) length, StandardCharsets.UTF_8).strip());
      length = MountCalls.read(fd.number(), buffer, buffer.length);
    }
    return messages;
  }

  @Override
  public void close() {
    fd.close();
  }
}
