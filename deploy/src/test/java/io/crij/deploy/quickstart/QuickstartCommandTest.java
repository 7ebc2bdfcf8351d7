package io.crij.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QuickstartCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeRuntime runtime = new FakeRuntime();
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @TempDir Path directory;
  private Server daemon;
  private HttpServer web;

  @BeforeEach
  void start() throws IOException {
    daemon =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket()))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .addService(runtime)
            .addService(new FakeImages())
            .build()
            .start();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          byte[] page = "<h1>Hello</h1> there".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
    daemon.shutdownNow();
    var closing = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    closing.syncUninterruptibly();
  }

  @Test
  void showsEveryPartAndRemovesThePod() {
    assertThat(run("--image", FakeImages.IMAGE)).isZero();

    assertThat(output(out))
        .contains("daemon ready")
        .contains("image pulled")
        .contains(FakeImages.IMAGE + ", 2.0 MB")
        .contains("IP 127.0.0.1")
        .contains("200 \"Hello there\"")
        .contains("stdout F serving")
        .contains("exec hostname")
        .contains("1 with their containers");
    assertThat(runtime.pods()).isZero();
  }

  @Test
  void keepsThePodWhenAskedAndRemovesItLater() {
    assertThat(run("--image", FakeImages.IMAGE, "--keep")).isZero();
    assertThat(runtime.pods()).isEqualTo(1);

    assertThat(run("--remove")).isZero();
    assertThat(runtime.pods()).isZero();
  }

  @Test
  void tellsWhatTheDaemonSaidOfAnImageThatItCannotPull() {
    assertThat(run("--image", "nowhere/web:1")).isEqualTo(1);

    assertThat(output(err)).contains("no image nowhere/web:1 (NOT_FOUND)");
  }

  @Test
  void removesThePodAlsoWhenALaterPartFails() {
    runtime.execEndsWith(127);

    assertThat(run("--image", FakeImages.IMAGE, "--keep")).isEqualTo(1);

    assertThat(output(err)).contains("hostname in the container ended with 127: no such thing");
    assertThat(runtime.pods()).isZero();
  }

  @Test
  void noticesADaemonThatHasEnded() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    daemon.shutdownNow().awaitTermination();

    assertThat(run("--image", FakeImages.IMAGE, "--daemon", Long.toString(ended.pid())))
        .isEqualTo(1);

    assertThat(output(err)).contains("the daemon ended");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--listen", socket().toString()));
    all.addAll(List.of("--log-directory", directory.toString()));
    all.addAll(List.of("--port", Integer.toString(web.getAddress().getPort())));
    var command =
        new QuickstartCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CommandLine(command).execute(all.toArray(String[]::new));
  }

  private Path socket() {
    return directory.resolve("crij.sock");
  }

  private static String output(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
