package io.crij.deploy.daemon;

import io.crij.operations.clock.Elapsed;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how calls end, never what they carry: requests hold credentials and environments. */
final class CallLog implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(CallLog.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return next.startCall(new LoggedCall<>(call), headers);
  }

  private static final class LoggedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final long started = System.nanoTime();

    LoggedCall(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      String method = getMethodDescriptor().getBareMethodName();
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      if (status.isOk()) {
        log.debug("{} took {}", method, Elapsed.text(took));
      } else {
        log.info(
            "{} ended with {} after {}: {}",
            method,
            status.getCode(),
            Elapsed.text(took),
            status.getDescription());
      }
      super.close(status, trailers);
    }
  }
}
