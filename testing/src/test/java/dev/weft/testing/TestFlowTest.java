package dev.weft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestFlowTest {
  private static final DataRecord ADA = new DataRecord(Map.of("name", "ada"));
  private static final DataRecord BO = new DataRecord(Map.of("name", "bo"));

  @Test
  void showsWhatAProcessorEmittedAndCounted() throws Exception {
    try (var flow =
        TestFlow.of(
            (in, out) -> {
              out.emit("success", in);
              out.count("seen", 2);
            })) {

      flow.send(ADA, BO);

      assertThat(flow.records("success")).containsExactly(ADA, BO);
      assertThat(flow.traced("success").get(1).origin())
          .isEqualTo(new Content.Origin(TestFlow.SOURCE, "line", 1));
      assertThat(flow.records("failure")).isEmpty();
      assertThat(flow.counter("seen")).isEqualTo(2);
    }
  }
}
