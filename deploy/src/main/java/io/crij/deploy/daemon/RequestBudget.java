package io.crij.deploy.daemon;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A limit for the bytes that the requests of all open calls have together. A call counts as it
 * comes in, so that the one that would pass the limit is refused before the rest of it is read.
 */
final class RequestBudget extends ServerStreamTracer.Factory implements ServerInterceptor {
  /** Small calls are answered however large others are. */
  private static final long ALWAYS = 64 << 10;

  private final Context.Key<CountedCall> key = Context.key("request");
  private final long most;
  private final AtomicLong open = new AtomicLong();

  RequestBudget(long most) {
    this.most = most;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new CountedCall(method);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    CountedCall counted = key.get();
    // Its bytes are read when its handler asks for them, which comes after this.
    counted.refusal = status -> call.close(status, new Metadata());
    return new Unrefused<>(next.startCall(call, headers), counted);
  }

  private interface Refusal {
    void close(Status status);
  }

  private final class CountedCall extends ServerStreamTracer {
    private final String method;
    private final AtomicLong bytes = new AtomicLong();
    private volatile Refusal refusal = _ -> {};
    private volatile boolean refused;

    CountedCall(String method) {
      this.method = method;
    }

    @Override
    public Context filterContext(Context context) {
      return context.withValue(key, this);
    }

    @Override
    public void inboundWireSize(long more) {
      long all = open.addAndGet(more);
      if (bytes.addAndGet(more) > ALWAYS && all > most && !refused) {
        refused = true;
        refusal.close(
            Status.RESOURCE_EXHAUSTED.withDescription(
                String.format(
                    Locale.ROOT,
                    "%s was refused: the requests of all open calls have %d bytes, and the limit"
                        + " is %d. Retry when fewer large ones are open.",
                    method,
                    all,
                    most)));
      }
    }

    @Override
    public void streamClosed(Status status) {
      open.addAndGet(-bytes.getAndSet(0));
    }
  }

  /** A call that was answered already reaches no service. */
  private static final class Unrefused<Q> extends SimpleForwardingServerCallListener<Q> {
    private final CountedCall counted;

    Unrefused(ServerCall.Listener<Q> service, CountedCall counted) {
      super(service);
      this.counted = counted;
    }

    @Override
    public void onMessage(Q message) {
      if (!counted.refused) {
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      if (!counted.refused) {
        super.onHalfClose();
      }
    }
  }
}
