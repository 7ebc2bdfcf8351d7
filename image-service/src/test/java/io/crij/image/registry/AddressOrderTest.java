package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AddressOrderTest {
  @Test
  void version4ComesFirstWhereTheNodeHasIt() {
    assertThat(AddressOrder.order(true).characteristics() & LookupPolicy.IPV4_FIRST).isNotZero();
    assertThat(AddressOrder.order(false).characteristics() & LookupPolicy.IPV6_FIRST).isNotZero();
  }

  @Test
  void theRuntimeUsesItAndNamesAreFoundAsBefore() throws Exception {
    assertThat(ServiceLoader.load(InetAddressResolverProvider.class))
        .singleElement()
        .isInstanceOf(AddressOrder.class);
    assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    assertThat(InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())).isNotEmpty();
  }
}
