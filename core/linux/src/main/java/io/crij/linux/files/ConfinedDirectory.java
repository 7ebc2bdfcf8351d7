package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A directory whose content is not trusted, and the root of every path given here. Nothing done
 * through it reaches anything outside.
 *
 * <p>Lookups ({@code lookup}, {@code status}, {@code read...}) see what a process would whose root
 * directory this is: links and ".." work and stay inside. All other operations build: the way to
 * the object follows no links (unless opened with {@link ParentLinks#FOLLOW_IN_ROOT}) and has no
 * "..", and the object itself is never a followed link. Modes are exact, whatever the umask.
 *
 * <p>Errors are KernelExceptions: ELOOP for a refused link, EXDEV for a path that leads out,
 * ENOTDIR for a way through something else. Platform threads only. Threads may share it unless it
 * keeps directories open.
 */
public final class ConfinedDirectory implements AutoCloseable {
  private final Fd fd;
  private final String name;
  private final Parents parents;
  private final Lookups lookups;
  private final Building building;

  private ConfinedDirectory(Fd fd, String name, ParentLinks links, int keptDirectories) {
    this.fd = fd;
    this.name = name;
    this.parents = new Parents(fd, name, links, keptDirectories);
    this.lookups = new Lookups(fd, parents);
    this.building = new Building(parents);
  }

  /** Opens a directory by a path that only root can change, or that was verified otherwise. */
  public static ConfinedDirectory open(Path trusted) throws KernelException {
    return open(trusted, ParentLinks.REFUSE, 0);
  }

  /**
   * For building much: the last {@code keptDirectories} (at least 2, or 0) directories built in
   * stay open, so that the cost of an entry does not depend on its depth. One thread at a time.
   */
  public static ConfinedDirectory open(Path trusted, ParentLinks links, int keptDirectories)
      throws KernelException {
    String text = trusted.toString();
    int flags = OpenFlags.RDONLY | OpenFlags.DIRECTORY;
    Fd fd = Resolver.open(FileCalls.AT_FDCWD, Lookups.nulTerminated(text), flags, 0, text);
    return new ConfinedDirectory(fd, text, links, keptDirectories);
  }

  /** Takes over a descriptor of a directory that is open for reading. */
  public static ConfinedDirectory adopt(Fd directory, String name) {
    return new ConfinedDirectory(directory, name, ParentLinks.REFUSE, 0);
  }

  public Fd fd() {
    return fd;
  }

  /** Pins what is at {@code path}; empty when there is nothing. */
  public Optional<Fd> lookup(ConfinedPath path, Kind kind) throws KernelException {
    return lookups.lookup(path, kind);
  }

  /** Of the object at {@code path}, the target if that is a link. */
  public Optional<FileStatus> status(ConfinedPath path) throws KernelException {
    return lookups.status(path, true);
  }

  /** Of the object at {@code path}, the link itself if it is one. */
  public Optional<FileStatus> linkStatus(ConfinedPath path) throws KernelException {
    return lookups.status(path, false);
  }

  /** The target of the symbolic link at {@code path}; empty when there is none. */
  public Optional<byte[]> readLink(ConfinedPath path) throws KernelException {
    return lookups.readLink(path);
  }

  /**
   * The content of a regular file; nothing else is ever opened.
   *
   * @throws KernelException ENOENT, EINVAL for another type, EFBIG beyond {@code maxBytes}
   */
  public byte[] readRegular(ConfinedPath path, int maxBytes) throws KernelException {
    return readRegularIfPresent(path, maxBytes)
        .orElseThrow(() -> new KernelException("open", Errno.ENOENT, parents.describe(path)));
  }

  /** As {@link #readRegular}, empty when there is nothing at {@code path}. */
  public Optional<byte[]> readRegularIfPresent(ConfinedPath path, int maxBytes)
      throws KernelException {
    return lookups.readRegular(path, maxBytes);
  }

  /** The last bytes of a regular file, all of it if it is short; empty when there is nothing. */
  public Optional<byte[]> readTail(ConfinedPath path, int maxBytes) throws KernelException {
    return lookups.readTail(path, maxBytes);
  }

  /** A directory as a lookup finds it, open for reading. */
  public Fd openDirectoryInRoot(ConfinedPath path) throws KernelException {
    return lookups
        .lookup(path, Kind.DIRECTORY)
        .orElseThrow(() -> new KernelException("open", Errno.ENOENT, parents.describe(path)));
  }

  /** A directory below as a root of its own, found without links. */
  public ConfinedDirectory openDirectory(ConfinedPath path) throws IOException {
    return adopt(building.openDirectory(path), parents.describe(path));
  }

  public void mkdir(ConfinedPath path, int mode) throws IOException {
    building.mkdir(path, mode);
  }

  /** With the directories above that are missing; what exists stays as it is. */
  public void mkdirs(ConfinedPath path, int mode) throws IOException {
    building.mkdirs(path, mode);
  }

  /** A new file; EEXIST when there is anything of that name. */
  public ConfinedFile createFile(ConfinedPath path, int mode) throws IOException {
    return building.createFile(path, mode);
  }

  /**
   * A new file, or an existing regular one of root's with a single name, for appending. For log
   * files.
   *
   * @throws KernelException EINVAL for a link or another type, EMLINK for a hard link, EPERM for
   *     another owner
   */
  public ConfinedFile appendFile(ConfinedPath path, int mode) throws IOException {
    return building.appendFile(path, mode);
  }

  public void symlink(String target, ConfinedPath path) throws IOException {
    symlink(target.getBytes(StandardCharsets.UTF_8), path);
  }

  public void symlink(byte[] target, ConfinedPath path) throws IOException {
    building.symlink(target, path);
  }

  /** A second name for the object at {@code existing}, which is not followed if it is a link. */
  public void hardLink(ConfinedPath existing, ConfinedPath path) throws IOException {
    building.hardLink(existing, path);
  }

  /** A device, FIFO or socket node. */
  public void mknod(ConfinedPath path, FileType type, int mode, DeviceNumber device)
      throws IOException {
    building.mknod(path, type, mode, device);
  }

  /** Replaces what is at {@code to}, as rename(2) does. */
  public void rename(ConfinedPath from, ConfinedPath to) throws IOException {
    building.rename(from, to, true);
  }

  /** EEXIST when there is anything at {@code to}. */
  public void renameToNew(ConfinedPath from, ConfinedPath to) throws IOException {
    building.rename(from, to, false);
  }

  public void unlink(ConfinedPath path) throws IOException {
    building.unlink(path, 0);
  }

  public void rmdir(ConfinedPath path) throws IOException {
    building.unlink(path, FileCalls.AT_REMOVEDIR);
  }

  /**
   * Removes an object of any type with all below it. Absent is success. Links are removed, not
   * followed; a mount point inside is refused with EXDEV or EBUSY.
   */
  public void removeTree(ConfinedPath path) throws IOException {
    building.removeTree(path);
  }

  /** Removes all entries of this directory. */
  public void removeContent() throws IOException {
    for (DirectoryEntry entry : list()) {
      building.removeTree(entry.name());
    }
  }

  public List<DirectoryEntry> list() throws IOException {
    return list(ConfinedPath.ROOT);
  }

  /** The entries of a directory, in no order; all of them are held in memory. */
  public List<DirectoryEntry> list(ConfinedPath path) throws IOException {
    try (Fd directory = building.openDirectory(path)) {
      DirectoryReader reader = new DirectoryReader(directory, parents.describe(path));
      List<DirectoryEntry> entries = new ArrayList<>();
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        entries.add(entry.get());
      }
      return entries;
    }
  }

  /** The object itself, for its owner, mode, times and extended attributes. */
  public ConfinedObject object(ConfinedPath path) throws IOException {
    return building.object(path);
  }

  public void setOwner(ConfinedPath path, long uid, long gid) throws IOException {
    try (ConfinedObject object = object(path)) {
      object.setOwner(uid, gid);
    }
  }

  public void setMode(ConfinedPath path, int mode) throws IOException {
    try (ConfinedObject object = object(path)) {
      object.setMode(mode);
    }
  }

  public void setTimes(ConfinedPath path, Instant mtime) throws IOException {
    try (ConfinedObject object = object(path)) {
      object.setTimes(mtime);
    }
  }

  public void setXattr(ConfinedPath path, String attribute, byte[] value) throws IOException {
    try (ConfinedObject object = object(path)) {
      object.setXattr(attribute, value);
    }
  }

  public Optional<byte[]> getXattr(ConfinedPath path, String attribute) throws IOException {
    try (ConfinedObject object = object(path)) {
      return object.getXattr(attribute);
    }
  }

  /** The names in this directory reach the disk (fsync(2) of the directory). */
  public void sync() throws KernelException {
    PlatformThread.require();
    if (FileCalls.fsync(fd.number()) < 0) {
      throw KernelException.last("fsync", name);
    }
  }

  /** Everything written to the file system that this is on reaches the disk (syncfs(2)). */
  public void syncFileSystem() throws KernelException {
    PlatformThread.require();
    if (FileCalls.syncfs(fd.number()) < 0) {
      throw KernelException.last("syncfs", name);
    }
  }

  @Override
  public void close() {
    try (fd) {
      parents.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
