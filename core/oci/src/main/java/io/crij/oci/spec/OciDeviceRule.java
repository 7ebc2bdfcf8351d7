package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalLong;

/**
 * One of {@code linux.resources.devices}, applied in order.
 *
 * @param type "a", "c" or "b"
 * @param major all when empty
 * @param access of "r", "w" and "m"
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciDeviceRule(
    boolean allow, String type, OptionalLong major, OptionalLong minor, String access) {}
