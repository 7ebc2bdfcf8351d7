package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalLong;

/**
 * {@code linux.resources.cpu}.
 *
 * @param shares 2 to 262144
 * @param quota microseconds in each period; -1 is no limit
 * @param period microseconds
 * @param cpus list of processors, "0-3,7"; empty for all
 * @param mems list of memory nodes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciCpu(
    OptionalLong shares, OptionalLong quota, OptionalLong period, String cpus, String mems) {}
