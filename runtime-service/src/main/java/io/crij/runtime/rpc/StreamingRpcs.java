package io.crij.runtime.rpc;

import io.crij.cri.v1.AttachRequest;
import io.crij.cri.v1.AttachResponse;
import io.crij.cri.v1.ExecRequest;
import io.crij.cri.v1.ExecResponse;
import io.crij.cri.v1.PortForwardRequest;
import io.crij.cri.v1.PortForwardResponse;
import io.crij.runtime.streaming.Streaming;

/** Exec, Attach and PortForward: addresses of the streaming server. */
record StreamingRpcs(Streaming streaming) {
  ExecResponse exec(ExecRequest request) {
    return ExecResponse.newBuilder().setUrl(streaming.exec(request)).build();
  }

  AttachResponse attach(AttachRequest request) {
    return AttachResponse.newBuilder().setUrl(streaming.attach(request)).build();
  }

  PortForwardResponse portForward(PortForwardRequest request) {
    return PortForwardResponse.newBuilder().setUrl(streaming.portForward(request)).build();
  }
}
