package io.crij.runtime.rpc;

import io.crij.cni.Cni;
import io.crij.cni.podcidr.PodCidrs;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.runtime.container.Containers;
import io.crij.runtime.stats.StatsParts;
import io.crij.runtime.streaming.Streaming;
import io.crij.sandbox.Sandboxes;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What {@link RuntimeServiceRpc} answers from.
 *
 * @param version of this program
 * @param info more entries for the {@code info} of a verbose Status: JSON texts by key, nothing
 *     secret; asked for at each call
 * @param reads where a verbose answer may read files: platform threads
 */
public record RuntimeServiceParts(
    String version,
    Sandboxes sandboxes,
    Containers containers,
    Streaming streaming,
    Cni cni,
    PodCidrs podCidrs,
    RuntimeHandlers handlers,
    Supplier<Map<String, String>> info,
    Executor reads,
    StatsParts stats) {}
