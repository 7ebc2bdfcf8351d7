package io.crij.image.registry;

import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;

/** What a registry's refusals mean. Its texts are not repeated: they could echo a secret. */
final class RegistryFailures {
  /** Most bytes of an error's body that are read. */
  static final int MAX_BODY = 64 * 1024;

  private static final Pattern CODE = Pattern.compile("[A-Z_]{1,40}");

  private RegistryFailures() {}

  /**
   * The meaning of a status other than 200.
   *
   * @param what was asked for, with its place: {@code manifest latest of registry host/name}
   * @param code of the error document
   */
  static Failure status(String what, int status, String code, Credentials shown) {
    String said = "HTTP " + status + (code.isEmpty() ? "" : " " + code);
    return switch (status) {
      case 401, 403 ->
          new FailedPrecondition(
              "no access to " + what + " (" + said + ")",
              shown.anonymous()
                  ? "The image does not exist, or it needs credentials: check its name, or give an"
                      + " image pull secret."
                  : "The credentials are wrong or do not cover this image, or it does not exist.");
      case 404 ->
          new NotFound(what + " does not exist (" + said + ")", "Check name, tag and digest.");
      case 429 ->
          new Unavailable(
              "too many requests for " + what + " (" + said + ")",
              "Wait, give credentials, or use a mirror.");
      default ->
          status >= 500
              ? new Unavailable(
                  "the registry fails at " + what + " (" + said + ")",
                  "Try again later, or use a mirror.")
              : new FailedPrecondition(
                  "the registry refuses " + what + " (" + said + ")",
                  "Check that this is an OCI or Docker v2 registry.");
    };
  }

  static Failure token(String server, int status, Credentials shown) {
    if (status == 429 || status >= 500) {
      return new Unavailable(
          "no token from registry " + server + " (HTTP " + status + ")", "Try again later.");
    }
    return new FailedPrecondition(
        "no token from registry " + server + " (HTTP " + status + ")",
        shown.anonymous()
            ? "The image does not exist, or it needs credentials."
            : "The credentials are refused: check the image pull secret.");
  }

  static Failure busy(String what, int status, Duration wait) {
    return new Unavailable(
        "the registry asks to wait "
            + wait.toSeconds()
            + " s before "
            + what
            + " (HTTP "
            + status
            + ")",
        "Try again after that, give credentials, or use a mirror.");
  }

  static Failure network(String what, IOException cause) {
    return switch (cause) {
      case AnswerRefusedException e ->
          new FailedPrecondition("the answer is refused for " + what, "Check the registry.", e);
      case HttpConnectTimeoutException e ->
          new Unavailable("no connection in time for " + what, "Check network and registry.", e);
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          new Unavailable("unknown host for " + what, "Check the name and the node's DNS.", e);
      case UnknownHostException e ->
          new Unavailable("unknown host for " + what, "Check the name and the node's DNS.", e);
      case ConnectException e ->
          new Unavailable(
              "connection refused for " + what, "Start the registry, or check its address.", e);
      case HttpTimeoutException e ->
          new Unavailable("no answer in time for " + what, "Check network and registry.", e);
      case SSLException e when expired(e) ->
          new Unavailable(
              "the server's certificate has expired, for " + what,
              "Renew it, and check this node's clock.",
              e);
      case SSLException e ->
          new Unavailable(
              "no trusted TLS connection for " + what,
              "Add its authority to the host's certificates, or mark the registry insecure.",
              e);
      default ->
          new Unavailable(
              "the connection failed for " + what, "Check network and registry.", cause);
    };
  }

  private static boolean expired(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException) {
        return true;
      }
    }
    return false;
  }

  static Cancelled cancelled(String what, Exception cause) {
    Thread.currentThread().interrupt();
    return new Cancelled("cancelled while asking for " + what, "Pull again.", cause);
  }

  /** Whether another attempt may help; a refused connection or a bad certificate stays. */
  static boolean passing(IOException cause) {
    return !(cause instanceof AnswerRefusedException
        || cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLException);
  }

  /** The first error code of a distribution error document; empty when there is none. */
  static String code(HttpAnswer answer) throws IOException {
    byte[] body = answer.bytes(MAX_BODY);
    try {
      String code = Json.strict().readTree(body).path("errors").path(0).path("code").asString("");
      return Optional.of(code).filter(c -> CODE.matcher(c).matches()).orElse("");
    } catch (JacksonException e) {
      return "";
    }
  }
}
