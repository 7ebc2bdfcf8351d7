package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
  @Test
  void withoutVariablesThereIsNone() {
    assertThat(proxy(Map.of("HTTP_PROXY", " "), "http://a.org/")).isEqualTo("direct");
    assertThat(proxy(Map.of(), "https://a.org/")).isEqualTo("direct");
  }

  @Test
  void theSchemeChoosesTheVariableInEitherCase() {
    Map<String, String> environment =
        Map.of("http_proxy", "p.org:3128", "HTTPS_PROXY", "http://q.org", "https_proxy", "r.org");
    assertThat(proxy(environment, "http://a.org/")).isEqualTo("p.org:3128");
    assertThat(proxy(environment, "https://a.org/")).isEqualTo("q.org:80");
    assertThat(proxy(Map.of("HTTP_PROXY", "p.org:3128"), "https://a.org/")).isEqualTo("direct");
    assertThat(proxy(Map.of("HTTP_PROXY", "http://[fd00::1]:3128"), "http://a.org/"))
        .isEqualTo("[fd00::1]:3128");
  }

  @ParameterizedTest
  @CsvSource({
    "a.org, https://a.org/, direct",
    "a.org, https://x.a.org/, direct",
    "a.org, https://ba.org/, p:1",
    ".a.org, https://x.a.org/, direct",
    ".a.org, https://a.org/, p:1",
    "*.a.org, https://x.a.org/, direct",
    "A.ORG, https://a.org/, direct",
    "'x.org, a.org', https://a.org/, direct",
    "'x.org a.org', https://a.org/, direct",
    "a.org:5000, https://a.org:5000/, direct",
    "a.org:5000, https://a.org/, p:1",
    "*, https://a.org/, direct",
    "10.0.0.0/8, https://10.1.2.3:5000/, direct",
    "10.0.0.0/8, https://11.1.2.3/, p:1",
    "10.0.0.0/8, https://a.org/, p:1",
    "10.0.0.0/99, https://10.0.0.1/, p:1",
    "192.0.2.7, https://192.0.2.7/, direct",
    "192.0.2.7, https://192.0.2.77/, p:1",
    "192.0.2.7:443, https://192.0.2.7/, direct",
    "fd00::/8, 'https://[fd12::7]:5000/', direct",
    "fd12::7, 'https://[fd12:0::7]/', direct",
    "'[fd12::7]:443', 'https://[fd12::7]/', direct",
    "'[fd12::7]:80', 'https://[fd12::7]/', p:1",
    "x, https://localhost:5000/, direct",
    "x, https://127.0.0.9/, direct",
    "x, 'https://[::1]:5000/', direct",
  })
  void exceptions(String exceptions, String uri, String expected) {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "p:1", "no_proxy", exceptions);
    assertThat(proxy(environment, uri)).isEqualTo(expected);
  }

  @Test
  void f6AProxysPasswordGoesIntoItsHeaderOnly() {
    ProxyRules rules = ProxyRules.of(Map.of("HTTP_PROXY", "http://ann:s%40c+t@p.org:1"));

    assertThat(rules.authorization(URI.create("http://a.org/")))
        .hasValue(new Credentials.Password("ann", "s@c+t").basic());
    assertThat(rules.authorization(URI.create("https://a.org/"))).isEmpty();
    assertThat(rules.authorization(URI.create("http://localhost/"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socks5://u:hush@p:1", "https://u:hush@p", "http://u:hush@p p/", "http://"})
  void f6WhatIsNoProxyIsNamedAndNotQuoted(String value) {
    assertThatThrownBy(() -> ProxyRules.of(Map.of("https_proxy", value)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("hush");
  }

  private static String proxy(Map<String, String> environment, String uri) {
    Proxy proxy = ProxyRules.of(environment).selector().select(URI.create(uri)).getFirst();
    return proxy.type() == Proxy.Type.DIRECT
        ? "direct"
        : ((InetSocketAddress) proxy.address()).getHostString()
            + ":"
            + ((InetSocketAddress) proxy.address()).getPort();
  }
}
