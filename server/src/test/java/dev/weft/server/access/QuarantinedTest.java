package dev.weft.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.server.access.Quarantined.Broken;
import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.ViolationsHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class QuarantinedTest {
  @Test
  void showsTheContractsSentencesAndWhereTheRecordCameFrom() {
    var record = record("line", "7");
    record
        .headers()
        .add(
            ViolationsHeader.NAME,
            ViolationsHeader.bytes(List.of(new Violation("n", "type", "'n' must be a number."))));

    var shown = Quarantined.of(record);

    assertThat(shown.position()).isEqualTo("line 7");
    assertThat(shown.violations())
        .containsExactly(new Broken("type", "n", "'n' must be a number."));
    assertThat(shown.toString()).doesNotContain("secret");
  }

  @Test
  void hidesNamesThatTheContractDoesNotKnow() {
    var record = record("line", "7");
    record
        .headers()
        .add(
            ViolationsHeader.NAME,
            ViolationsHeader.bytes(
                List.of(new Violation("secret@x", "unknown", "'secret@x' is not a field."))));

    assertThat(Quarantined.of(record).toString()).contains("unknown").doesNotContain("secret");
  }

  @Test
  void hidesReasonsThatAreNotTheContractsAndPrimaryKeys() {
    var shown = Quarantined.of(record("customer_id", "4711"));

    assertThat(shown.violations()).containsExactly(new Broken("failure", "", ""));
    assertThat(shown.toString()).doesNotContain("secret").doesNotContain("4711");
  }

  @Test
  void aLongHeaderHoldsWhatFits() {
    var many = java.util.Collections.nCopies(20, new Violation("n", "type", "x".repeat(300)));

    var bytes = ViolationsHeader.bytes(many);

    assertThat(bytes.length).isBetween(1_000, 2_000);
    assertThat(ViolationsHeader.parse(bytes)).isNotEmpty().isSubsetOf(many);
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, String position) {
    var record =
        new ConsumerRecord<>("a.b.quarantine", 0, 3, bytes("secret"), bytes("{\"n\": \"secret\"}"));
    record.headers().add("weft.reason", bytes("cannot read 'secret'"));
    record.headers().add("weft.rule", bytes("failure"));
    record.headers().add("weft.key", bytes(key));
    record.headers().add("weft.position", bytes(position));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
