package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalLong;

/**
 * A condition of a rule on one argument.
 *
 * @param index 0 to 5
 * @param op "SCMP_CMP_MASKED_EQ"...
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciSyscallArg(int index, long value, OptionalLong valueTwo, String op) {}
