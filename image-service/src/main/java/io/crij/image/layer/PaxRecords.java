package io.crij.image.layer;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the records of a PAX header (POSIX pax, "pax Extended Header"): {@code length key=value\n}.
 * Only the few keys that matter are read, and numbers only up to a sane length.
 */
final class PaxRecords {
  private static final String XATTR = "SCHILY.xattr.";
  private static final String SPARSE = "GNU.sparse.";
  private static final int LONGEST_LENGTH = 8;
  private static final int LONGEST_NUMBER = 32;
  private static final Pattern TIME = Pattern.compile("(-?[0-9]{1,15})(?:\\.([0-9]*))?");
  private static final int NANO_DIGITS = 9;

  private final Map<String, byte[]> values = new HashMap<>();
  private final Map<String, byte[]> xattrs = new HashMap<>();
  private final SparseRecords.Reader sparse = new SparseRecords.Reader();

  private PaxRecords() {}

  static ExtendedHeader parse(byte[] header) {
    PaxRecords records = new PaxRecords();
    int position = 0;
    while (position < header.length && header[position] != 0) {
      position = records.readRecord(header, position);
    }
    return new ExtendedHeader(
        records.sparse.name().or(() -> records.value("path")),
        records.value("linkpath"),
        records.number("uid"),
        records.number("gid"),
        records.number("size"),
        records.time("mtime"),
        Map.copyOf(records.xattrs),
        records.sparse.result());
  }

  private int readRecord(byte[] header, int start) {
    int space = indexOf(header, start, ' ', Math.min(header.length, start + LONGEST_LENGTH));
    int length = (int) decimal(text(header, start, space));
    int end = start + length;
    if (length <= space - start || end > header.length || header[end - 1] != '\n') {
      throw BadLayer.malformed("a PAX record has a wrong length");
    }
    int equals = indexOf(header, space + 1, '=', end);
    keep(text(header, space + 1, equals), Arrays.copyOfRange(header, equals + 1, end - 1));
    return end;
  }

  private void keep(String key, byte[] value) {
    if (key.startsWith(SPARSE)) {
      sparse.keep(key.substring(SPARSE.length()), value);
      return;
    }
    boolean xattr = key.startsWith(XATTR);
    Map<String, byte[]> map = xattr ? xattrs : values;
    String name = xattr ? key.substring(XATTR.length()) : key;
    // An empty value takes an earlier one back.
    if (value.length == 0) {
      map.remove(name);
    } else if (xattr || name.matches("path|linkpath|uid|gid|size|mtime")) {
      map.put(name, value);
    }
  }

  private Optional<byte[]> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  private Optional<Long> number(String key) {
    return value(key).map(PaxRecords::shortText).map(PaxRecords::decimal);
  }

  private Optional<Instant> time(String key) {
    return value(key).map(PaxRecords::shortText).map(PaxRecords::instant);
  }

  static String shortText(byte[] value) {
    if (value.length > LONGEST_NUMBER) {
      throw BadLayer.malformed("a number in a PAX header has " + value.length + " digits");
    }
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  private static Instant instant(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw BadLayer.malformed("a time in a PAX header is no number");
    }
    String fraction = Optional.ofNullable(parts.group(2)).orElse("") + "0".repeat(NANO_DIGITS);
    long nanos = Long.parseLong(fraction.substring(0, NANO_DIGITS));
    try {
      long seconds = Long.parseLong(parts.group(1));
      return Instant.ofEpochSecond(seconds, text.startsWith("-") ? -nanos : nanos);
    } catch (DateTimeException e) {
      throw BadLayer.malformed("a time in a PAX header is out of range", e);
    }
  }

  static long decimal(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw BadLayer.malformed("a number in a PAX header is none");
    }
    return Long.parseLong(text);
  }

  private static int indexOf(byte[] bytes, int start, char wanted, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw BadLayer.malformed("a PAX record has no '" + wanted + "'");
  }

  private static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
