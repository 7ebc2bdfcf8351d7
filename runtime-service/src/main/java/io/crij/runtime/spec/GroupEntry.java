package io.crij.runtime.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A group of an image (group(5)).
 *
 * @param members names, divided by commas
 */
record GroupEntry(String name, long gid, String members) {
  private static final int FIELDS = 4;

  static Stream<GroupEntry> all(UserDatabase group) {
    return group.entries(FIELDS).map(GroupEntry::of).flatMap(Optional::stream);
  }

  private static Optional<GroupEntry> of(List<String> fields) {
    OptionalLong gid = NumericId.parse(fields.get(2));
    return gid.isPresent() && !fields.getFirst().isEmpty()
        ? Optional.of(new GroupEntry(fields.getFirst(), gid.getAsLong(), fields.get(3)))
        : Optional.empty();
  }

  boolean hasMember(String user) {
    return ("," + members + ",").contains("," + user + ",");
  }
}
