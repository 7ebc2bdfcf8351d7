package io.crij.oci.spec;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One of {@code linux.namespaces}. A kind that is not listed is the host's.
 *
 * @param type "pid", "network", "mount", "ipc", "uts", "user" or "cgroup"
 * @param path of a namespace to join; empty for a new one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciNamespace(String type, String path) {}
