package io.crij.linux.mount;

import io.crij.linux.errno.PlatformThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The mounts of the namespace of the calling thread, in the kernel's order. */
public record MountTable(List<MountEntry> entries) {
  private static final Path FILE = Path.of("/proc/thread-self/mountinfo");
  private static final Pattern SPACE = Pattern.compile(" ");
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int FIRST_OPTIONAL_FIELD = 6;

  public MountTable {
    entries = List.copyOf(entries);
  }

  public static MountTable read() throws IOException {
    PlatformThread.require();
    return parse(new String(Files.readAllBytes(FILE), StandardCharsets.ISO_8859_1));
  }

  /** {@code content} has one character per byte. */
  static MountTable parse(String content) throws IOException {
    try {
      return new MountTable(
          content.lines().filter(line -> !line.isEmpty()).map(MountTable::entry).toList());
    } catch (IndexOutOfBoundsException | IllegalArgumentException unexpected) {
      throw new IOException("cannot understand " + FILE, unexpected);
    }
  }

  /** The mount that a lookup of {@code path} ends in, when one begins there. */
  public Optional<MountEntry> at(Path path) {
    String text = path.normalize().toString();
    return entries.stream()
        .filter(entry -> entry.mountPoint().equals(text))
        .reduce((below, above) -> above);
  }

  /** The mounts at {@code directory} and below it, deepest last: unmount them in reverse. */
  public List<MountEntry> below(Path directory) {
    String text = directory.normalize().toString();
    String prefix = text.equals("/") ? text : text + "/";
    return entries.stream()
        .filter(entry -> entry.mountPoint().equals(text) || entry.mountPoint().startsWith(prefix))
        .toList();
  }

  /** The mount that holds {@code path}, which must be free of links. */
  public Optional<MountEntry> holding(Path path) {
    String text = path.normalize().toString();
    return entries.stream()
        .filter(entry -> entry.covers(text))
        .reduce(
            (best, entry) ->
                entry.mountPoint().length() >= best.mountPoint().length() ? entry : best);
  }

  private static MountEntry entry(String line) {
    List<String> fields = SPACE.splitAsStream(line).toList();
    int separator = fields.subList(FIRST_OPTIONAL_FIELD, fields.size()).indexOf("-");
    int type = FIRST_OPTIONAL_FIELD + separator + 1;
    String[] device = fields.get(2).split(":", -1);
    return new MountEntry(
        Integer.parseInt(fields.get(0)),
        Integer.parseInt(fields.get(1)),
        Integer.parseInt(device[0]),
        Integer.parseInt(device[1]),
        unescape(fields.get(3)),
        unescape(fields.get(4)),
        COMMA.splitAsStream(fields.get(5)).toList(),
        List.copyOf(fields.subList(FIRST_OPTIONAL_FIELD, FIRST_OPTIONAL_FIELD + separator)),
        unescape(fields.get(type)),
        unescape(fields.get(type + 1)),
        COMMA.splitAsStream(unescape(fields.get(type + 2))).toList());
  }

  /** The kernel writes space, tab, newline, backslash and # as a backslash and three octals. */
  private static String unescape(String field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\') {
        bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.write(field.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
