package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.Int64Value;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.SupplementalGroupsPolicy;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserLookupTest {
  private static final LinuxContainerSecurityContext NONE =
      LinuxContainerSecurityContext.getDefaultInstance();

  @TempDir Path rootfs;

  @BeforeEach
  void writeUsers() throws IOException {
    Files.createDirectory(rootfs.resolve("etc"));
    Files.writeString(
        rootfs.resolve("etc/passwd"),
        """
        root:x:0:0:root:/root:/bin/sh
        +nis:::
        broken
        web:x:1000:1000::/srv/web:/bin/sh
        4294967296:x:0:0::/:/bin/sh
        huge:x:4294967296:0::/:/bin/sh
        odd:x:1001:1001::/a\tb:/bin/sh
        """);
    Files.writeString(
        rootfs.resolve("etc/group"),
        "root:x:0:\nweb:x:1000:\nextra:x:50000:web,other\nmore:x:40:root\n4294967296:x:0:\n");
  }

  private UserLookup lookup(LinuxContainerSecurityContext context, String image)
      throws IOException {
    try (ConfinedDirectory root = ConfinedDirectory.open(rootfs)) {
      return UserLookup.of(context, image, root);
    }
  }

  private static LinuxContainerSecurityContext.Builder user(long uid) {
    return NONE.toBuilder().setRunAsUser(Int64Value.newBuilder().setValue(uid));
  }

  private static Int64Value number(long value) {
    return Int64Value.newBuilder().setValue(value).build();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 0, /root",
    "web, 1000, 1000, /srv/web",
    "1000, 1000, 1000, /srv/web",
    "7, 7, 0, /",
    "7:8, 7, 8, /",
    "web:extra, 1000, 50000, /srv/web",
    "web:5, 1000, 5, /srv/web",
    ":5, 0, 5, /root",
    "web:, 1000, 1000, /srv/web",
    "2147483647, 2147483647, 0, /",
    "odd, 1001, 1001, /",
  })
  void theImageNamesAUser(String image, long uid, long gid, String home) throws IOException {
    UserLookup found = lookup(NONE, image);

    assertThat(found.user().uid()).isEqualTo(uid);
    assertThat(found.user().gid()).isEqualTo(gid);
    assertThat(found.user().supplementalGroups()).contains(gid);
    assertThat(found.home()).isEqualTo(home);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "web:nogroup",
        "4294967296",
        "2147483648",
        "99999999999999999999",
        "65536:4294967296",
        "-1",
        "+0",
        "0x0",
        " 0",
        "huge",
      })
  void i2AndI3BadUsersOfTheImageAreRefusedAndNeverRoot(String image) {
    assertThatThrownBy(() -> lookup(NONE, image))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("USER of the image");
  }

  @Test
  void theRequestBeatsTheImage() throws IOException {
    assertThat(lookup(user(1000).build(), "root:more").user())
        .isEqualTo(new ContainerUser(1000, 1000, List.of(1000L, 50000L)));
    assertThat(lookup(user(5).setRunAsGroup(number(6)).build(), "web").user())
        .isEqualTo(new ContainerUser(5, 6, List.of(6L)));
    assertThat(lookup(NONE.toBuilder().setRunAsUsername("web").build(), "").user().uid())
        .isEqualTo(1000);
  }

  @Test
  void contradictionsOfTheRequestAreRefused() {
    assertRefused(user(1).setRunAsUsername("web"), "run_as_user");
    assertRefused(NONE.toBuilder().setRunAsGroup(number(1)), "run_as_group");
    assertRefused(NONE.toBuilder().setRunAsUsername("nobody"), "run_as_username");
    assertRefused(user(4294967296L), "run_as_user");
    assertRefused(user(-1), "run_as_user");
    assertRefused(user(1).setRunAsGroup(number(1L << 31)), "run_as_group");
    assertRefused(user(1).addSupplementalGroups(1L << 32), "supplemental_groups[0]");
    assertRefused(user(1).setSupplementalGroupsPolicyValue(9), "supplemental_groups_policy");
  }

  private void assertRefused(LinuxContainerSecurityContext.Builder context, String field) {
    assertThatThrownBy(() -> lookup(context.build(), ""))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining(field);
  }

  @Test
  void i11GroupsOfTheImageCountUnlessThePolicyIsStrict() throws IOException {
    LinuxContainerSecurityContext.Builder web = user(1000).addSupplementalGroups(1234);

    assertThat(lookup(web.build(), "").user().supplementalGroups())
        .containsExactly(1000L, 1234L, 50000L);
    web.setSupplementalGroupsPolicy(SupplementalGroupsPolicy.Strict);
    assertThat(lookup(web.build(), "").user().supplementalGroups()).containsExactly(1000L, 1234L);
  }

  @Test
  void tooManyGroupsAreRefused() {
    LinuxContainerSecurityContext.Builder many = user(1);
    for (long i = 0; i <= 65_536; i++) {
      many.addSupplementalGroups(i);
    }
    assertRefused(many, "groups");
  }

  @Test
  void anImageWithoutFilesHasNumbersOnly() throws IOException {
    Files.delete(rootfs.resolve("etc/passwd"));
    Files.delete(rootfs.resolve("etc/group"));

    assertThat(lookup(user(1000).build(), "").user())
        .isEqualTo(new ContainerUser(1000, 0, List.of(0L)));
    assertThatThrownBy(() -> lookup(NONE, "web")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void i4AndI5HugeFilesAreRefusedUnread() throws IOException {
    for (String name : List.of("passwd", "group")) {
      try (RandomAccessFile file = new RandomAccessFile(etc(name).toFile(), "rw")) {
        file.setLength(2L << 30);
      }
      assertThatThrownBy(() -> lookup(user(1000).build(), ""))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("etc/" + name);
      Files.writeString(etc(name), "x".repeat(70_000) + "\n");
      assertThatThrownBy(() -> lookup(user(1000).build(), ""))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("etc/" + name);
      Files.writeString(etc(name), "web:x:1000:1000::/:/bin/sh\n");
    }
  }

  private Path etc(String name) {
    return rootfs.resolve("etc").resolve(name);
  }

  @Test
  void i6LinksStayInsideTheImage() throws IOException {
    Files.move(etc("passwd"), rootfs.resolve("users"));
    Files.createSymbolicLink(etc("passwd"), Path.of("/users"));
    assertThat(lookup(NONE, "web").user().uid()).isEqualTo(1000);

    Files.delete(etc("passwd"));
    Files.createSymbolicLink(etc("passwd"), Path.of("/etc/shadow"));
    assertThatThrownBy(() -> lookup(NONE, "web"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("is not in /etc/passwd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "directory"})
  void i6WhatIsNoFileIsRefused(String what) throws IOException {
    Files.delete(etc("passwd"));
    if (what.equals("loop")) {
      Files.createSymbolicLink(etc("passwd"), Path.of("passwd"));
    } else {
      Files.createDirectory(etc("passwd"));
    }
    assertThatThrownBy(() -> lookup(user(1).build(), ""))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("etc/passwd of the image cannot be read");
  }
}
