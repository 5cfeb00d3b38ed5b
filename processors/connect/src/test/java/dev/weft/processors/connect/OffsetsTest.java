package dev.weft.processors.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class OffsetsTest {
  private static final Offsets NONE = Offsets.of(Optional.empty());

  @Test
  void areTheSameWhenTheyHaveBeenInTheLog() {
    var offset = new HashMap<String, Object>();
    offset.put("pos", 7);
    offset.put("ratio", 1.0f);
    offset.put("snapshot", true);
    offset.put("file", "a.log");
    offset.put("none", null);
    offset.put("bytes", new byte[] {1, 2});

    var offsets = NONE.after(List.of(record(Map.of("server", "a"), offset)));
    var read = Offsets.of(Optional.of(Json.parse(offsets.json().toString())));

    assertThat(read).isEqualTo(offsets);
    assertThat(read.json()).isEqualTo(offsets.json());
    assertThat(read.reader().offset(Map.of("server", "a")))
        .containsEntry("pos", 7L)
        .containsEntry("ratio", 1.0)
        .containsEntry("snapshot", true)
        .containsEntry("file", "a.log")
        .containsEntry("none", null)
        .containsEntry("bytes", "AQI=");
  }

  @Test
  void keepTheLastOfEachPartitionWhateverTheOrderOfItsKeys() {
    var offsets =
        NONE.after(
            List.of(
                record(Map.of("a", 1, "b", "x"), Map.of("n", 1)),
                record(Map.of("other", 1), Map.of("n", 5)),
                record(Map.of("b", "x", "a", 1L), Map.of("n", 2))));

    assertThat(offsets.records()).isEqualTo(3);
    assertThat(offsets.offsets()).hasSize(2);
    assertThat(offsets.reader().offset(Map.of("b", "x", "a", 1))).containsEntry("n", 2L);
    assertThat(offsets.reader().offset(Map.of("unknown", 1))).isNull();
  }

  @Test
  void forgetAPartitionWhoseOffsetIsTakenAway() {
    var partition = Map.of("server", "a");
    var offsets = NONE.after(List.of(record(partition, Map.of("n", 1))));

    assertThat(offsets.after(List.of(record(partition, null))).offsets()).isEmpty();
  }

  @Test
  void refuseWhatConnectDoesNotAllowAndWhatIsTooMuch() {
    assertThatThrownBy(
            () -> NONE.after(List.of(record(Map.of("a", 1), Map.of("list", List.of(1))))))
        .hasMessageContaining("which Connect does not allow");
    var many =
        IntStream.range(0, 20_000)
            .mapToObj(i -> record(Map.of("partition", "number " + i), Map.of("n", i)))
            .toList();

    assertThatThrownBy(() -> NONE.after(many).json()).hasMessageContaining("20000 partitions");
  }

  private static SourceRecord record(Map<String, ?> partition, Map<String, ?> offset) {
    return new SourceRecord(partition, offset, "topic", null, "value");
  }
}
