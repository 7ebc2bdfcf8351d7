package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalInt;

/** {@code process.user}; ids are unsigned 32 bit numbers below 2^32 - 1. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciUser(long uid, long gid, List<Long> additionalGids, OptionalInt umask) {

  public static final OciUser ROOT = new OciUser(0, 0, List.of(), OptionalInt.empty());

  public OciUser {
    additionalGids = List.copyOf(additionalGids);
  }
}
