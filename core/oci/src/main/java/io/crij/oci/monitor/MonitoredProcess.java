package io.crij.oci.monitor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.crij.linux.process.ProcessIdentity;

/**
 * A container's first process and the monitor that waits for it. Storable; valid within one boot.
 *
 * @param process the container's init as the node sees it
 */
public record MonitoredProcess(
    String containerId,
    @JsonIgnoreProperties("alive") ProcessIdentity process,
    @JsonIgnoreProperties("alive") ProcessIdentity monitor) {}
