package io.crij.runtime.container;

import com.google.protobuf.ByteString;

/** What a command in a container left (CRI {@code ExecSyncResponse}); output may be cut off. */
public record ExecAnswer(int exitCode, ByteString stdout, ByteString stderr) {}
