package dev.weft.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTopicsTest {
  @ParameterizedTest
  @ValueSource(strings = {"fill", "fill/read", "fill#", "fill#read#key"})
  void stateOfTheFlowIsItsOwn(String key) {
    assertThat(belongs(FlowTopics.STATE, key, "{}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fil", "fill2", "fill-2/read", "other", "other/fill", "/fill"})
  void stateOfOthersIsNot(String key) {
    assertThat(belongs(FlowTopics.STATE, key, "{}")).isFalse();
  }

  @Test
  void whatWaitsIsOwnedByTheFirstPartOfItsKey() {
    assertThat(belongs(FlowTopics.QUEUE, "fill\0a.success -> b\0001\0000", null)).isTrue();
    assertThat(belongs(FlowTopics.QUEUE, "fill2\0a.success -> b\0001\0000", null)).isFalse();
    assertThat(belongs(FlowTopics.QUEUE, "fill", null)).isFalse();
  }

  @Test
  void aHopIsOwnedByTheFlowInIt() {
    assertThat(hop("fill", "shop.sales", "shop.sales/2")).isTrue();
    assertThat(hop("fill", "shop.sales.quarantine", "shop.sales.quarantine/2")).isTrue();
    assertThat(hop("other", "shop.sales", "shop.sales/2")).isFalse();
    assertThat(hop("fill", "bank.accounts", "bank.accounts/2")).isFalse();
    assertThat(hop("fill", "shop.sales", "bank.accounts/2")).isFalse();
  }

  @Test
  void whatItsProcessorsGatherIsTheFlowsOwn() {
    assertThat(hop("fill", "fill#sum", "fill#sum/2")).isTrue();
    assertThat(hop("fill", "filler#sum", "filler#sum/2")).isFalse();
    assertThat(hop("other", "fill#sum", "fill#sum/2")).isFalse();
  }

  @Test
  void whatIsNoHopBelongsToNobody() {
    assertThat(belongs(FlowTopics.TRACE, "shop.sales/2", "x")).isFalse();
    assertThat(belongs(FlowTopics.TRACE, "shop.sales/2", null)).isFalse();
  }

  @Test
  void otherTopicsHaveNothingOfFlows() {
    assertThat(belongs("_weft.mesh", "fill", "{}")).isFalse();
    assertThat(belongs("shop.sales", "fill", "{}")).isFalse();
  }

  private static boolean hop(String flow, String topic, String key) {
    var hop = new Hop(flow, List.of("p"), topic, 2, List.of(new Run(0, 1, "t", "n", 1, 0)), 1);
    return FlowTopics.belongs(
        FlowTopics.TRACE, "fill", "shop", bytes(key), Optional.of(HopCodec.encode(hop)));
  }

  private static boolean belongs(String topic, String key, String value) {
    return FlowTopics.belongs(
        topic, "fill", "shop", bytes(key), Optional.ofNullable(value).map(FlowTopicsTest::bytes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
