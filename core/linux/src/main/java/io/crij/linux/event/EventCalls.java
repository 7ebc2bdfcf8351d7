package io.crij.linux.event;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** libc calls of this package; every one returns -1 and sets errno when it fails. */
final class EventCalls {
  static final int CLOEXEC = 0x80000;
  static final int NONBLOCK = 0x800;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLLIN = 1;

  static final int IN_CLOSE_WRITE = 0x8;
  static final int IN_MOVED_FROM = 0x40;
  static final int IN_MOVED_TO = 0x80;
  static final int IN_CREATE = 0x100;
  static final int IN_DELETE = 0x200;
  static final int IN_DELETE_SELF = 0x400;
  static final int IN_MOVE_SELF = 0x800;
  static final int IN_Q_OVERFLOW = 0x4000;
  static final int IN_IGNORED = 0x8000;
  static final int IN_ONLYDIR = 0x1000000;

  static {
    Native.register(EventCalls.class, NativeLibrary.getProcess());
  }

  private EventCalls() {}

  static native int epoll_create1(int flags);

  static native int epoll_ctl(int epoll, int operation, int fd, Pointer event);

  static native int epoll_wait(int epoll, Pointer events, int most, int timeoutMillis);

  static native int eventfd(int initial, int flags);

  static native int inotify_init1(int flags);

  static native int inotify_add_watch(int inotify, byte[] path, int mask);

  static native int inotify_rm_watch(int inotify, int watch);

  static native long read(int fd, byte[] buffer, long length);

  static native long write(int fd, byte[] buffer, long length);
}
