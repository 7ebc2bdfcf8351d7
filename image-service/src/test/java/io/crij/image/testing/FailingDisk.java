package io.crij.image.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An ext4 file system on a loop device that can be made to end earlier than the file system thinks:
 * what lies beyond fails with EIO. It has one block group and no journal, so what is written first
 * lies in front.
 */
public final class FailingDisk {
  private static final Path MKFS = Path.of("/usr/sbin/mkfs.ext4");
  private static final Path LOSETUP = Path.of("/usr/sbin/losetup");

  private final Path image;
  private final Path tail;
  private final Path mounted;
  private final String device;
  private final long size;

  public FailingDisk(Path directory, long size) throws IOException, InterruptedException {
    this.size = size;
    image = directory.resolve("disk.img");
    tail = directory.resolve("disk.tail");
    mounted = Files.createDirectory(directory.resolve("disk"));
    setSize(size);
    run(
        MKFS.toString(),
        "-q",
        "-F",
        "-b",
        "4096",
        "-O",
        "^has_journal",
        "-E",
        "nodiscard,lazy_itable_init=0",
        image.toString());
    device = run(LOSETUP.toString(), "--find", "--show", image.toString()).strip();
    run("mount", device, mounted.toString());
  }

  public static boolean isPossible() {
    return Files.isExecutable(MKFS)
        && Files.isExecutable(LOSETUP)
        && Files.exists(Path.of("/dev/loop-control"));
  }

  public Path mounted() {
    return mounted;
  }

  /** The disk has only that many bytes from now on. */
  public void failBeyond(long bytes) throws IOException, InterruptedException {
    run("sync", "-f", mounted.toString());
    try (FileChannel from = FileChannel.open(image, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(tail, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      from.transferTo(bytes, size - bytes, to);
    }
    setSize(bytes);
    run(LOSETUP.toString(), "--set-capacity", device);
  }

  /** As it was. */
  public void heal() throws IOException, InterruptedException {
    try (FileChannel from = FileChannel.open(tail, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(image, StandardOpenOption.WRITE)) {
      from.transferTo(0, from.size(), to.position(to.size()));
    }
    Files.delete(tail);
    run(LOSETUP.toString(), "--set-capacity", device);
  }

  /** What is read next comes from the disk. */
  public void forgetCache() throws IOException {
    Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
  }

  private void setSize(long bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(List.of(command) + ": " + output);
    }
    return output;
  }

  public void remove() throws IOException, InterruptedException {
    run("umount", "-l", mounted.toString());
    run(LOSETUP.toString(), "--detach", device);
    Files.delete(image);
    Files.deleteIfExists(tail);
  }
}
