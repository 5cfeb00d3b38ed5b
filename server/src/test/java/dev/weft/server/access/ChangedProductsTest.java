package dev.weft.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.ResourceKind;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ChangedProductsTest {
  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());
  private final ChangedProducts changed = new ChangedProducts();

  ChangedProductsTest() {
    mesh.put(ResourceKind.DATA_CONTRACT, "orders-v1", "{'id':'orders-v1'}");
    product("orders", "'outputPorts':[{'name':'out','contractId':'orders-v1'}]");
    product("spending", "'inputPorts':[{'name':'in','contractId':'orders-v1'}]");
    product("weather", "'outputPorts':[{'name':'out'}]");
    mesh.follow(changed::note);
  }

  @Test
  void allAreLookedAtFirstAndThenNone() {
    assertThat(changed.take().names(mesh.state())).containsExactly("orders", "spending", "weather");

    assertThat(changed.isEmpty()).isTrue();
    assertThat(changed.take().namesWithReaders(mesh.state())).isEmpty();
  }

  @Test
  void aProductIsLookedAtWithThoseThatReadIt() {
    changed.take();

    product("orders", "'outputPorts':[{'name':'new','contractId':'orders-v1'}]");

    var part = changed.take();
    assertThat(part.names(mesh.state())).containsExactly("orders");
    assertThat(part.namesWithReaders(mesh.state())).containsExactly("orders", "spending");
  }

  @Test
  void aContractConcernsThoseThatGiveItAndThoseThatReadIt() {
    changed.take();

    mesh.put(ResourceKind.DATA_CONTRACT, "orders-v1", "{'id':'orders-v1','status':'active'}");

    var part = changed.take();
    assertThat(part.names(mesh.state())).containsExactly("orders");
    assertThat(part.namesWithReaders(mesh.state())).containsExactly("orders", "spending");
  }

  @Test
  void whatIsGoneIsNamedToo() {
    changed.take();

    mesh.remove(ResourceKind.DATA_PRODUCT, "weather");

    assertThat(changed.take().names(mesh.state())).containsExactly("weather");
  }

  @Test
  void whatCouldNotBeLookedAtIsLookedAtAgain() {
    changed.take();
    product("weather", "'outputPorts':[{'name':'other'}]");
    var part = changed.take();
    product("spending", "'name':'Spending'");

    changed.putBack(part);

    assertThat(changed.take().names(mesh.state())).containsExactly("spending", "weather");
  }

  private void product(String name, String rest) {
    mesh.put(ResourceKind.DATA_PRODUCT, name, "{'id':'%s',%s}".formatted(name, rest));
  }
}
