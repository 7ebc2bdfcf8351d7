package io.crij.linux.process;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One posix_spawn(3). */
final class Spawn {
  private Spawn() {}

  /** The id of the child, which nobody has collected yet. */
  static int start(SpawnRequest request) throws KernelException {
    List<String> argv = new ArrayList<>();
    argv.add(request.program().toString());
    argv.addAll(request.args());
    List<String> env =
        request.env().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    byte[] path = NativeStrings.nulTerminated(request.program().toString());
    int[] pid = new int[1];
    try (NativeStrings arguments = new NativeStrings(argv);
        NativeStrings environment = new NativeStrings(env);
        SpawnAttributes attributes = new SpawnAttributes();
        DescriptorActions actions = new DescriptorActions(request)) {
      int errno =
          ProcessCalls.posix_spawn(
              pid,
              path,
              actions.pointer(),
              attributes.pointer(),
              arguments.pointer(),
              environment.pointer());
      if (errno != 0) {
        throw new KernelException(
            "posix_spawn", errno, request.program().toString(), detail(request, errno));
      }
    }
    return pid[0];
  }

  /** ENOENT and EACCES can mean the program, its interpreter or the working directory. */
  private static String detail(SpawnRequest request, int errno) {
    if (errno == Errno.E2BIG) {
      return "arguments and environment are too large";
    }
    if (request.workingDirectory().isPresent()) {
      Path directory = request.workingDirectory().get();
      return Files.isDirectory(directory) ? "" : directory + " is no directory to start it in";
    }
    return errno == Errno.ENOENT && Files.exists(request.program())
        ? "its interpreter is missing"
        : "";
  }

  static void check(String call, int errno) throws KernelException {
    if (errno != 0) {
      throw new KernelException(call, errno, "");
    }
  }
}
