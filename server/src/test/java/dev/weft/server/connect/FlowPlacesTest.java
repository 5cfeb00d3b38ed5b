package dev.weft.server.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.DataRecord;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.processors.standard.GenerateRecords;
import dev.weft.processors.standard.ListDirectory;
import dev.weft.server.Fixture;
import dev.weft.server.connect.FlowPlaces.FlowPlace;
import dev.weft.spi.Mask;
import dev.weft.spi.Schemas;
import dev.weft.spi.SealedFields;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowPlacesTest {
  private static final String CLUSTER = "http://connect:8083";

  /** One port whose fields are encrypted per person. */
  private static final SealedFields SEALED = new SealedShop();

  private final Fixture shop = new Fixture();
  private final FlowPlaces places =
      new FlowPlaces(
          new ProcessorTypes(List.<ProcessorType<?>>of(new GenerateRecords(), new ListDirectory())),
          Schemas.NONE,
          SEALED);

  @Test
  void withoutAnEnvironmentAFlowRunsInTheServer() {
    assertThat(of("GenerateRecords", "").connect()).isEmpty();
  }

  @Test
  void theDefaultEnvironmentTakesFlowsThatNameNone() {
    environment("default");

    assertThat(of("GenerateRecords", "").connect().orElseThrow().url()).isEqualTo(CLUSTER);
  }

  @Test
  void aFlowThatNeedsFilesStaysUnlessItIsTold() {
    environment("default");

    assertThat(of("ListDirectory", "").connect()).isEmpty();
    assertThat(of("ListDirectory", "default").connect()).isPresent();
  }

  @Test
  void aFlowMaySayThatItStays() {
    environment("default");

    assertThat(of("GenerateRecords", "server").connect()).isEmpty();
  }

  @Test
  void whatIsEncryptedPerPersonIsWrittenInTheServer() {
    environment("default");

    assertThat(of("PublishPort", "").connect()).isEmpty();
    assertThat(of("PublishPort", "default").problem()).contains("encrypted per person");
  }

  @Test
  void anEnvironmentThatIsGoneIsNotTheServer() {
    assertThat(of("GenerateRecords", "factory").problem()).contains("'factory'");
  }

  private void environment(String name) {
    shop.mesh.put(
        ResourceKind.ENVIRONMENT,
        name,
        "{'apiVersion':'weft.dev/v1','kind':'Environment','name':'"
            + name
            + "','connect':{'url':'"
            + CLUSTER
            + "/'}}");
  }

  private FlowPlace of(String type, String environment) {
    var flow = Json.object().put("name", "fill").put("product", "shop");
    flow.put("environment", environment);
    var one = flow.putArray("processors").addObject().put("name", "one").put("type", type);
    one.putObject("settings").put("port", "shop.sealed");
    return places.of(shop.mesh.state(), Json.read(flow, FlowSpec.class));
  }

  private record SealedShop() implements SealedFields {
    @Override
    public Set<String> of(PortName port) {
      return port.topic().equals("shop.sealed") ? Set.of("email") : Set.of();
    }

    @Override
    public Mask opening(PortName port, String field, Optional<Mask> then) {
      return NONE.opening(port, field, then);
    }

    @Override
    public DataRecord seal(PortName port, DataRecord record) {
      return record;
    }

    @Override
    public void awaitStored() {}
  }
}
