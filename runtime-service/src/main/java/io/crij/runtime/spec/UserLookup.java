package io.crij.runtime.spec;

import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.SupplementalGroupsPolicy;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whom a container runs as.
 *
 * @param home of the user in the image, "/" without one
 */
record UserLookup(ContainerUser user, String home) {
  /** NGROUPS_MAX of Linux. */
  private static final int MOST_GROUPS = 65_536;

  private static final Pattern HOME = Pattern.compile("/[^\\p{Cntrl}:]{0,4000}");

  static UserLookup of(
      LinuxContainerSecurityContext context, String imageUser, ConfinedDirectory rootfs) {
    UserRequest wanted = UserRequest.of(context, imageUser);
    UserDatabase passwd = UserDatabase.read(rootfs, "etc/passwd");
    UserDatabase groups = UserDatabase.read(rootfs, "etc/group");
    OptionalLong number = wanted.uid();
    Optional<PasswdEntry> entry =
        PasswdEntry.all(passwd)
            .filter(
                user ->
                    number.isPresent()
                        ? user.uid() == number.getAsLong()
                        : user.name().equals(wanted.user()))
            .findFirst();
    if (number.isEmpty() && entry.isEmpty()) {
      throw new Field(wanted.from(), wanted.user())
          .wrong(
              "is not in /etc/passwd of the image", "Name a user that the image has, or a number.");
    }
    long uid = number.orElseGet(() -> entry.orElseThrow().uid());
    long gid =
        wanted.group().isPresent() ? group(wanted, groups) : entry.map(PasswdEntry::gid).orElse(0L);
    List<Long> all = groups(context, groups, entry, gid);
    String home = entry.map(PasswdEntry::home).filter(HOME.asMatchPredicate()).orElse("/");
    return new UserLookup(new ContainerUser(uid, gid, all), home);
  }

  private static long group(UserRequest wanted, UserDatabase groups) {
    String name = wanted.group().orElseThrow();
    OptionalLong number = wanted.gid();
    if (number.isPresent()) {
      return number.getAsLong();
    }
    return GroupEntry.all(groups)
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Field("group of " + wanted.from(), name)
                    .wrong(
                        "is not in /etc/group of the image",
                        "Name a group that the image has, or a number."))
        .gid();
  }

  /** With the primary group, so that files which deny it something do. */
  private static List<Long> groups(
      LinuxContainerSecurityContext context,
      UserDatabase groups,
      Optional<PasswdEntry> user,
      long gid) {
    SortedSet<Long> all = new TreeSet<>();
    all.add(gid);
    for (int i = 0; i < context.getSupplementalGroupsCount(); i++) {
      all.add(
          NumericId.require("supplemental_groups[" + i + "]", context.getSupplementalGroups(i)));
    }
    switch (context.getSupplementalGroupsPolicy()) {
      case Strict -> {}
      case Merge ->
          user.ifPresent(
              known ->
                  GroupEntry.all(groups)
                      .filter(group -> group.hasMember(known.name()))
                      .forEach(group -> all.add(group.gid())));
      case UNRECOGNIZED ->
          throw new InvalidArgument(
              "supplemental_groups_policy has a value that is not known",
              "Use " + SupplementalGroupsPolicy.Merge + " or " + SupplementalGroupsPolicy.Strict);
    }
    if (all.size() > MOST_GROUPS) {
      throw new InvalidArgument(
          "the user would be in " + all.size() + " groups",
          "A process can be in " + MOST_GROUPS + " at most.");
    }
    return List.copyOf(all);
  }
}
