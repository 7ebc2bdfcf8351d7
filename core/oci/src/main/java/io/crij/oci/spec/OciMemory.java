package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalLong;

/**
 * {@code linux.resources.memory}, in bytes; -1 is no limit.
 *
 * @param swap memory and swap together
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciMemory(OptionalLong limit, OptionalLong reservation, OptionalLong swap) {}
