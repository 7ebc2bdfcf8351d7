package io.crij.linux.files;

import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A regular file that this process just created or opened, for writing. All of it goes through the
 * descriptor. Owner first, then mode: chown(2) clears setuid and setgid.
 */
public final class ConfinedFile implements AutoCloseable {
  private final Fd fd;
  private final String object;

  ConfinedFile(Fd fd, String object) {
    this.fd = fd;
    this.object = object;
  }

  public Fd fd() {
    return fd;
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    FdIo.writeFully(fd, bytes, offset, length);
  }

  /** All that remains in a direct buffer; the way without copies, for bulk data. */
  public void write(ByteBuffer direct) throws IOException {
    FdIo.writeFully(fd, direct);
  }

  /** Unbuffered. Closing the stream closes the file. */
  public OutputStream outputStream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ConfinedFile.this.write(bytes, offset, length);
      }

      @Override
      public void close() {
        ConfinedFile.this.close();
      }
    };
  }

  /** Owner, mode and times in the order in which none undoes another. */
  public void apply(ObjectAttributes attributes) throws KernelException {
    setOwner(attributes.uid(), attributes.gid());
    setMode(attributes.mode());
    setTimes(attributes.mtime());
  }

  public void setOwner(long uid, long gid) throws KernelException {
    int owner = ObjectAttributes.requireId(uid);
    check("fchown", FileCalls.fchown(fd.number(), owner, ObjectAttributes.requireId(gid)));
  }

  public void setMode(int mode) throws KernelException {
    check("fchmod", FileCalls.fchmod(fd.number(), ObjectAttributes.requireMode(mode)));
  }

  public void setTimes(Instant mtime) throws KernelException {
    check("futimens", FileCalls.futimens(fd.number(), ObjectAttributes.times(mtime)));
  }

  public void setXattr(String name, byte[] value) throws KernelException {
    byte[] key = Lookups.nulTerminated(name);
    check("fsetxattr " + name, FileCalls.fsetxattr(fd.number(), key, value, value.length, 0));
  }

  /** Where the next write goes; what is skipped before it stays a hole. */
  public void seek(long offset) throws KernelException {
    if (FileCalls.lseek(fd.number(), offset, FileCalls.SEEK_SET) < 0) {
      throw KernelException.last("lseek", object);
    }
  }

  public void truncate(long size) throws KernelException {
    check("ftruncate", FileCalls.ftruncate(fd.number(), size));
  }

  public FileStatus status() throws KernelException {
    return FileStatus.of(fd.number(), object);
  }

  /** Content and attributes reach the disk (fsync(2)). */
  public void sync() throws KernelException {
    PlatformThread.require();
    check("fsync", FileCalls.fsync(fd.number()));
  }

  /** Content reaches the disk, with what is needed to read it (fdatasync(2)). */
  public void syncData() throws KernelException {
    PlatformThread.require();
    check("fdatasync", FileCalls.fdatasync(fd.number()));
  }

  private void check(String call, int result) throws KernelException {
    if (result < 0) {
      throw KernelException.last(call, object);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
