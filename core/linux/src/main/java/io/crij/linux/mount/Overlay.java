package io.crij.linux.mount;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.namespace.TaskThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Mounts an overlay by the mount API, whose lowerdir+ (Linux 6.8) takes a layer each; before that
 * by mount(2), whose options fit in one page. Layers are then named by descriptors, relative to
 * where the kernel lists those of a thread made for the purpose: a few digits each, nothing to
 * escape, and no links that a crash could leave behind.
 */
final class Overlay {
  /** Deterministic layers: nothing in them depends on another layer or on the host's defaults. */
  private static final List<String> OFF = List.of("index", "metacopy", "redirect_dir");

  private static final Path DESCRIPTORS = Path.of("/proc/thread-self/fd");
  private static final int LONGEST_VALUE = 255;
  private static final int O_PATH_DIRECTORY =
      0x200000 | (System.getProperty("os.arch").equals("aarch64") ? 0x4000 : 0x10000);

  private final OverlayRequest request;

  /** Layers opened because their path is too long for an option. */
  private final List<Fd> opened = new ArrayList<>();

  private Overlay(OverlayRequest request) {
    this.request = request;
  }

  static void mount(OverlayRequest request) throws KernelException {
    try {
      with(request, Overlay::byContext);
    } catch (KernelException first) {
      // An unknown option is EINVAL as well; where mount(2) fails too, the first reason is better.
      if (!first.is(Errno.ENOSYS, Errno.EINVAL)) {
        throw first;
      }
      try {
        mountByOptions(request);
      } catch (KernelException second) {
        first.addSuppressed(second);
        throw first;
      }
    }
  }

  static void mountByOptions(OverlayRequest request) throws KernelException {
    Path target = request.target();
    try {
      TaskThread.callIo(
          "overlay-" + target,
          () -> {
            with(request, Overlay::byOptions);
            return target;
          });
    } catch (KernelException failure) {
      throw failure;
    } catch (IOException failure) {
      throw new KernelException("mount overlay", Errno.EIO, target.toString(), failure.toString());
    }
  }

  private interface Way {
    void mount(Overlay overlay) throws KernelException;
  }

  private static void with(OverlayRequest request, Way way) throws KernelException {
    Overlay overlay = new Overlay(request);
    try {
      way.mount(overlay);
    } finally {
      overlay.opened.forEach(Fd::close);
    }
  }

  private void byContext() throws KernelException {
    try (FileSystemContext context =
        FileSystemContext.open("overlay", request.target().toString())) {
      for (Path lower : request.lowerTopFirst()) {
        context.set("lowerdir+", value(lower));
      }
      if (request.upper().isPresent()) {
        context.set("upperdir", value(request.upper().get()));
        context.set("workdir", value(request.work().orElseThrow()));
      }
      for (String option : OFF) {
        context.set(option, "off");
      }
      context.set("source", "overlay");
      long attributes = request.readOnly() ? MountCalls.MOUNT_ATTR_RDONLY : 0;
      try (DetachedMount mount = DetachedMount.of(context, attributes)) {
        mount.attach(request.target());
      }
    }
  }

  private void byOptions() throws KernelException {
    if (MountCalls.chdir(Text.of(DESCRIPTORS)) < 0) {
      throw KernelException.last("chdir", DESCRIPTORS.toString());
    }
    StringJoiner lower = new StringJoiner(":", "lowerdir=", "");
    for (Path path : request.lowerTopFirst()) {
      lower.add(number(path));
    }
    StringBuilder options = new StringBuilder(lower.toString());
    if (request.upper().isPresent()) {
      options.append(",upperdir=").append(number(request.upper().get()));
      options.append(",workdir=").append(number(request.work().orElseThrow()));
    }
    OFF.forEach(option -> options.append(',').append(option).append("=off"));
    byte[] type = Text.of("overlay");
    long flags = request.readOnly() ? MountCalls.MS_RDONLY : 0;
    byte[] target = Text.of(request.target());
    if (MountCalls.mount(type, target, type, flags, Text.of(options.toString())) < 0) {
      throw KernelException.last("mount overlay", request.target().toString());
    }
  }

  private String value(Path path) throws KernelException {
    String text = path.toString();
    return text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_VALUE ? text : descriptor(path);
  }

  private String descriptor(Path path) throws KernelException {
    return opened(path).procPath().toString();
  }

  private String number(Path path) throws KernelException {
    return String.valueOf(opened(path).number());
  }

  private Fd opened(Path path) throws KernelException {
    int fd = MountCalls.open(Text.of(path), O_PATH_DIRECTORY | MountCalls.CLOEXEC);
    if (fd < 0) {
      throw KernelException.last("open", path.toString());
    }
    Fd layer = Fd.adopt(fd);
    opened.add(layer);
    return layer;
  }
}
