package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.attributes;
import static dev.weft.processors.standard.Standard.error;
import static dev.weft.processors.standard.Standard.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.testing.TestFlow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeStepsTest {
  private final Standard standard = new Standard();

  @Test
  void routesToTheFirstConditionThatHolds() throws Exception {
    var flow = TestFlow.of(route(false));

    flow.send(text("x", "size", "12"));
    flow.send(text("x", "size", "2"));
    flow.send(text("x"));

    assertThat(flow.emitted())
        .extracting(TestFlow.Emitted::relationship)
        .containsExactly("large", "any", "unmatched");
  }

  @Test
  void orToEachOfThem() throws Exception {
    var flow = TestFlow.of(route(true));

    flow.send(text("x", "size", "12"));

    assertThat(flow.emitted())
        .extracting(TestFlow.Emitted::relationship)
        .containsExactly("large", "any");
  }

  @Test
  void setsAttributesInOrderAndRemovesByPattern() throws Exception {
    var set = new LinkedHashMap<String, String>();
    set.put("day", "attributes.time.substring(0, 10)");
    set.put("path", "'in/' + attributes.day");
    var flow = TestFlow.of(update(set, "tmp\\..*"));

    flow.send(text("x", "time", "2026-03-01T12:00:00Z", "tmp.a", "1", "tmp.b", "2"));

    assertThat(flow.emitted("success").get(0).attributes())
        .isEqualTo(
            attributes(
                "time", "2026-03-01T12:00:00Z", "day", "2026-03-01", "path", "in/2026-03-01"));
  }

  @Test
  void whatCannotBeEvaluatedFailsUnchanged() throws Exception {
    var flow = TestFlow.of(update(Map.of("a", "attributes.missing"), ""));

    flow.send(text("x", "b", "1"));

    assertThat(error(flow.emitted("failure").get(0))).contains("missing");
    assertThat(flow.emitted("success")).isEmpty();
  }

  @Test
  void sharesOutInTurnByWeightAndByValue() throws Exception {
    var turns = TestFlow.of(distribute(List.of(2, 1), ""));
    var byValue = TestFlow.of(distribute(List.of(), "attributes.key"));

    for (var i = 0; i < 6; i++) {
      turns.send(text("x"));
      byValue.send(text("x", "key", i < 3 ? "a" : "b"));
    }

    assertThat(turns.emitted())
        .extracting(TestFlow.Emitted::relationship)
        .containsExactly("1", "2", "1", "1", "2", "1");
    assertThat(byValue.emitted().subList(0, 3))
        .extracting(TestFlow.Emitted::relationship)
        .containsOnly(byValue.emitted().get(0).relationship());
  }

  @Test
  void copiesAreNumbered() throws Exception {
    var settings = new DuplicateFlowFile.Settings(2);
    var flow = TestFlow.of(new DuplicateFlowFile().create(settings, standard.context()));

    flow.send(text("x"));

    assertThat(flow.emitted("success"))
        .extracting(file -> file.attributes().get("copy.index"))
        .containsExactly("0", "1", "2");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new RouteOnAttribute.Settings(Map.of("unmatched", "true"), false))
        .hasMessageStartingWith("routes");
    assertThatThrownBy(() -> new UpdateAttribute.Settings(Map.of(), ""))
        .hasMessageStartingWith("set");
    assertThatThrownBy(() -> new UpdateAttribute.Settings(Map.of(), "("))
        .hasMessageStartingWith("remove");
    assertThatThrownBy(() -> new DistributeLoad.Settings(2, List.of(1), ""))
        .hasMessageStartingWith("weights");
  }

  private dev.weft.spi.flow.Processor route(boolean all) {
    var routes = new LinkedHashMap<String, String>();
    routes.put("large", "int(attributes.size) > 10");
    routes.put("any", "has(attributes.size)");
    return new RouteOnAttribute()
        .create(new RouteOnAttribute.Settings(routes, all), standard.context());
  }

  private dev.weft.spi.flow.Processor update(Map<String, String> set, String remove) {
    return new UpdateAttribute()
        .create(new UpdateAttribute.Settings(set, remove), standard.context());
  }

  private dev.weft.spi.flow.Processor distribute(List<Integer> weights, String by) {
    return new DistributeLoad()
        .create(new DistributeLoad.Settings(2, weights, by), standard.context());
  }
}
