package io.crij.linux.process;

/** How a process ended (wait(2)). */
public sealed interface ExitStatus {
  /** As a shell tells it: the code, or 128 and the number of the signal. */
  int shellCode();

  /** It ended by itself; 0 to 255. */
  record Exited(int code) implements ExitStatus {
    @Override
    public int shellCode() {
      return code;
    }

    @Override
    public String toString() {
      return "exit code " + code;
    }
  }

  /** A signal ended it. */
  record Signaled(int signal) implements ExitStatus {
    @Override
    public int shellCode() {
      return 128 + signal;
    }

    @Override
    public String toString() {
      return "killed by " + Signals.name(signal);
    }
  }

  default boolean isSuccess() {
    return shellCode() == 0;
  }
}
