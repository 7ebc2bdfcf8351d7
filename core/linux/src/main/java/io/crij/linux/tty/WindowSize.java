package io.crij.linux.tty;

/** What a terminal's window holds, in characters. */
public record WindowSize(int columns, int rows) {
  private static final int MOST = 0xffff;

  /**
   * @throws IllegalArgumentException for what a kernel's {@code winsize} cannot hold
   */
  public WindowSize {
    if (columns < 0 || columns > MOST || rows < 0 || rows > MOST) {
      throw new IllegalArgumentException("no size of a terminal: " + columns + " x " + rows);
    }
  }
}
