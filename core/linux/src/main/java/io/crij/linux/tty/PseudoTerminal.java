package io.crij.linux.tty;

import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The two ends of a pseudoterminal (pty(7)), both close-on-exec and nobody's controlling terminal.
 *
 * @param master what is written here is typed there
 * @param slave for the program
 */
public record PseudoTerminal(Fd master, Fd slave) implements AutoCloseable {
  private static final byte[] MULTIPLEXER = "/dev/ptmx\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UNLOCKED = new byte[Integer.BYTES];

  /** The kernel's struct termios; glibc's is another. */
  private static final int TERMIOS = 36;

  private static final int INPUT_FLAGS = 0;
  private static final int OUTPUT_FLAGS = 4;
  private static final int CONTROL_FLAGS = 8;
  private static final int LOCAL_FLAGS = 12;

  // cfmakeraw(3).
  private static final int NOT_RAW_INPUT = 0x5eb;
  private static final int OPOST = 1;
  private static final int NOT_RAW_LOCAL = 0x804b;
  private static final int CSIZE_PARENB = 0x130;
  private static final int CS8 = 0x30;

  /**
   * Opens a pair that passes every byte on as it is: whoever has the slave echoes, edits and
   * translates on a terminal of his own.
   */
  public static PseudoTerminal openRaw() throws KernelException {
    int flags = TtyCalls.O_RDWR | TtyCalls.O_NOCTTY | TtyCalls.O_CLOEXEC;
    int number = TtyCalls.open(MULTIPLEXER, flags);
    if (number < 0) {
      throw KernelException.last("open", "/dev/ptmx");
    }
    Fd master = Fd.adopt(number);
    try {
      call("ioctl(TIOCSPTLCK)", TtyCalls.ioctl(number, TtyCalls.TIOCSPTLCK, UNLOCKED.clone()));
      int peer = TtyCalls.ioctl(number, TtyCalls.TIOCGPTPEER, (long) flags);
      call("ioctl(TIOCGPTPEER)", peer);
      PseudoTerminal opened = new PseudoTerminal(master, Fd.adopt(peer));
      opened.makeRaw();
      return opened;
    } catch (KernelException failure) {
      master.close();
      throw failure;
    }
  }

  private void makeRaw() throws KernelException {
    byte[] termios = new byte[TERMIOS];
    try {
      call("ioctl(TCGETS)", TtyCalls.ioctl(slave.number(), TtyCalls.TCGETS, termios));
      ByteBuffer fields = ByteBuffer.wrap(termios).order(ByteOrder.nativeOrder());
      clear(fields, INPUT_FLAGS, NOT_RAW_INPUT);
      clear(fields, OUTPUT_FLAGS, OPOST);
      clear(fields, LOCAL_FLAGS, NOT_RAW_LOCAL);
      clear(fields, CONTROL_FLAGS, CSIZE_PARENB);
      fields.putInt(CONTROL_FLAGS, fields.getInt(CONTROL_FLAGS) | CS8);
      call("ioctl(TCSETS)", TtyCalls.ioctl(slave.number(), TtyCalls.TCSETS, termios));
    } catch (KernelException failure) {
      slave.close();
      throw failure;
    }
  }

  private static void clear(ByteBuffer fields, int position, int flags) {
    fields.putInt(position, fields.getInt(position) & ~flags);
  }

  /** Tells the terminal how large its window is; who runs in it in the foreground gets SIGWINCH. */
  public static void resize(Fd terminal, WindowSize size) throws KernelException {
    ByteBuffer winsize = ByteBuffer.allocate(4 * Short.BYTES).order(ByteOrder.nativeOrder());
    winsize.putShort((short) size.rows()).putShort((short) size.columns());
    call(
        "ioctl(TIOCSWINSZ)",
        TtyCalls.ioctl(terminal.number(), TtyCalls.TIOCSWINSZ, winsize.array()));
  }

  /** The size as it was last told; 0 x 0 before that. */
  public static WindowSize size(Fd terminal) throws KernelException {
    byte[] winsize = new byte[4 * Short.BYTES];
    call("ioctl(TIOCGWINSZ)", TtyCalls.ioctl(terminal.number(), TtyCalls.TIOCGWINSZ, winsize));
    ByteBuffer fields = ByteBuffer.wrap(winsize).order(ByteOrder.nativeOrder());
    int rows = Short.toUnsignedInt(fields.getShort());
    return new WindowSize(Short.toUnsignedInt(fields.getShort()), rows);
  }

  private static void call(String call, int result) throws KernelException {
    if (result < 0) {
      throw KernelException.last(call, "pseudoterminal");
    }
  }

  @Override
  public void close() {
    try (master) {
      slave.close();
    }
  }
}
