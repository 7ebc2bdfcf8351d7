package io.crij.runtime.spec;

import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.operations.failure.InvalidArgument;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whom a container is to run as, before names are looked up.
 *
 * @param from what a failure calls it by
 * @param user a name or a number
 * @param group a name or a number; empty for the user's own
 */
record UserRequest(String from, String user, Optional<String> group) {
  /** The request's user beats the image's, which brings no group into it then. */
  static UserRequest of(LinuxContainerSecurityContext context, String imageUser) {
    String name = context.getRunAsUsername();
    Optional<String> group =
        context.hasRunAsGroup()
            ? Optional.of(
                Long.toString(
                    NumericId.require("run_as_group", context.getRunAsGroup().getValue())))
            : Optional.empty();
    if (context.hasRunAsUser() && !name.isEmpty()) {
      throw new InvalidArgument(
          "run_as_user and run_as_username are both set", "Set one of them only.");
    }
    if (context.hasRunAsUser()) {
      long uid = NumericId.require("run_as_user", context.getRunAsUser().getValue());
      return new UserRequest("run_as_user", Long.toString(uid), group);
    }
    if (!name.isEmpty()) {
      return new UserRequest("run_as_username", name, group);
    }
    if (group.isPresent()) {
      throw new InvalidArgument(
          "run_as_group is set without a user", "Set run_as_user or run_as_username too.");
    }
    return ofImage(imageUser);
  }

  private static UserRequest ofImage(String imageUser) {
    int colon = imageUser.indexOf(':');
    String user = colon < 0 ? imageUser : imageUser.substring(0, colon);
    String group = colon < 0 ? "" : imageUser.substring(colon + 1);
    return new UserRequest(
        "USER of the image",
        user.isEmpty() ? "0" : user,
        group.isEmpty() ? Optional.empty() : Optional.of(group));
  }

  /** The user as a number, when it is one. */
  OptionalLong uid() {
    return id(from, user);
  }

  OptionalLong gid() {
    return group.isPresent() ? id(from, group.get()) : OptionalLong.empty();
  }

  private static OptionalLong id(String from, String text) {
    if (!NumericId.isNumber(text)) {
      return OptionalLong.empty();
    }
    OptionalLong id = NumericId.parse(text);
    if (id.isEmpty()) {
      throw new Field(from, text)
          .wrong("is out of range", "Give a number from 0 to " + Integer.MAX_VALUE + ".");
    }
    return id;
  }
}
