package io.crij.runtime.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A user of an image (passwd(5)). */
record PasswdEntry(String name, long uid, long gid, String home) {
  private static final int FIELDS = 7;

  static Stream<PasswdEntry> all(UserDatabase passwd) {
    return passwd.entries(FIELDS).map(PasswdEntry::of).flatMap(Optional::stream);
  }

  private static Optional<PasswdEntry> of(List<String> fields) {
    OptionalLong uid = NumericId.parse(fields.get(2));
    OptionalLong gid = NumericId.parse(fields.get(3));
    return uid.isPresent() && gid.isPresent() && !fields.getFirst().isEmpty()
        ? Optional.of(
            new PasswdEntry(fields.getFirst(), uid.getAsLong(), gid.getAsLong(), fields.get(5)))
        : Optional.empty();
  }
}
