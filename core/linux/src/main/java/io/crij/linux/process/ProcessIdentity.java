package io.crij.linux.process;

import io.crij.linux.errno.KernelException;
import java.util.Optional;

/**
 * A process, told from a later one with the same id. Valid within one boot.
 *
 * @param startTime field 22 of /proc/PID/stat: clock ticks from boot to its start
 */
public record ProcessIdentity(int pid, long startTime) {
  // proc_pid_stat(5); counted from the state, which follows the name.
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int START_TIME = 19;

  public ProcessIdentity {
    if (pid < 1) {
      throw new IllegalArgumentException("not the id of a process: " + pid);
    }
  }

  /**
   * Whoever has the id now; empty for nobody, or for a process that has ended (a zombie). Platform
   * threads only.
   *
   * @throws KernelException when that is not known, as for want of descriptors
   */
  public static Optional<ProcessIdentity> read(int pid) throws KernelException {
    return read(pid, ProcFile::read);
  }

  static Optional<ProcessIdentity> read(int pid, ProcFile.Reader reader) throws KernelException {
    Optional<String> stat = ProcFile.ifPresent(reader, "/proc/" + pid + "/stat");
    return stat.flatMap(text -> parse(pid, text));
  }

  /**
   * The name is in parentheses and may itself have any bytes, so it is skipped from the end. The
   * state is that of the first thread, which is a zombie also while others of the process live.
   */
  static Optional<ProcessIdentity> parse(int pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    boolean alone = Integer.parseInt(fields[THREADS]) <= 1;
    boolean ended = alone && (fields[STATE].equals("Z") || fields[STATE].equals("X"));
    return ended
        ? Optional.empty()
        : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME])));
  }

  /**
   * @throws KernelException when that is not known
   */
  public boolean isAlive() throws KernelException {
    return read(pid).equals(Optional.of(this));
  }
}
