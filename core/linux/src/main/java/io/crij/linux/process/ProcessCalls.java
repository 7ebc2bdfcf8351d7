package io.crij.linux.process;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * libc calls of this package. Those of posix_spawn return the error number; the others return -1
 * and set errno when they fail.
 */
final class ProcessCalls {
  /** Same numbers on every architecture. */
  static final long SYS_PIDFD_SEND_SIGNAL = 424;

  static final long SYS_PIDFD_OPEN = 434;
  static final long SYS_PIDFD_GETFD = 438;

  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int P_PID = 1;
  static final int P_PIDFD = 3;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x01000000;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;

  static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  static final short POSIX_SPAWN_SETSID = 0x80;

  static {
    Native.register(ProcessCalls.class, NativeLibrary.getProcess());
  }

  private ProcessCalls() {}

  static native int posix_spawn(
      int[] pid, byte[] path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

  static native int posix_spawn_file_actions_init(Pointer actions);

  static native int posix_spawn_file_actions_destroy(Pointer actions);

  static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

  static native int posix_spawn_file_actions_addclose(Pointer actions, int fd);

  static native int posix_spawn_file_actions_addopen(
      Pointer actions, int fd, byte[] path, int flags, int mode);

  /** glibc 2.34. */
  static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

  /** glibc 2.29. */
  static native int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

  static native int posix_spawnattr_init(Pointer attributes);

  static native int posix_spawnattr_destroy(Pointer attributes);

  static native int posix_spawnattr_setflags(Pointer attributes, short flags);

  static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

  static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

  static native Pointer signal(int number, Pointer handler);

  static native int kill(int pid, int signal);

  static native int waitid(int idType, int id, byte[] info, int options);

  static native int open(byte[] path, int flags);

  static native int fcntl(int fd, int command, long argument);

  static native long read(int fd, byte[] buffer, long length);

  static native long write(int fd, byte[] buffer, long length);

  /** The structs are packed as {fd, events | revents << 16} pairs, which is little-endian order. */
  static native int poll(int[] fds, long count, int timeoutMillis);

  /** pidfd_open(2). */
  static native long syscall(long call, long pid, long flags);

  /** pidfd_getfd(2). */
  static native long syscall(long call, long pidfd, long number, long flags);

  /** pidfd_send_signal(2). */
  static native long syscall(long call, long pidfd, long signal, Pointer info, long flags);
}
