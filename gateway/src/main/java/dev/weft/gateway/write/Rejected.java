package dev.weft.gateway.write;

import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.ViolationsHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that broke the contract.
 *
 * @param index its place in the batch, from 0
 * @param key empty if it has none
 * @param value empty if it has none
 * @param violations at least one
 */
public record Rejected(
    int index, Optional<ByteBuffer> key, Optional<ByteBuffer> value, List<Violation> violations) {
  private static final int REASON_CHARACTERS_MAX = 2_000;
  private static final int TOLD_CHARACTERS_MAX = 500;

  public Rejected {
    violations = List.copyOf(violations);
  }

  /**
   * Where it came from, so that a second copy, written by a client that tried again, is known for
   * one.
   *
   * @param client the id of its key and the name it gives itself
   * @param batch the partition and the producer's marks
   * @param sequence the first record's number; negative: the producer does not count
   */
  public record Origin(String client, String batch, int sequence) {
    /** Whether no other batch has this origin. */
    boolean isUnmistakable() {
      return sequence >= 0;
    }
  }

  /** What its writer is told; quotes nothing of the record. */
  public String told() {
    var rules =
        violations.stream().map(Violation::rule).distinct().collect(Collectors.joining(", "));
    return cut(
        "Record " + (index + 1) + ": " + sentences() + " (" + rules + ")", TOLD_CHARACTERS_MAX);
  }

  /** The reason as headers of the record in quarantine, by the names that flows use too. */
  public List<Header> headers(Origin origin) {
    var headers = new ArrayList<Header>();
    headers.add(header("weft.reason", cut(sentences(), REASON_CHARACTERS_MAX)));
    headers.add(header("weft.rule", violations.get(0).rule()));
    headers.add(new RecordHeader(ViolationsHeader.NAME, ViolationsHeader.bytes(violations)));
    headers.add(header("weft.processor", "gateway"));
    headers.add(header("weft.source", origin.client()));
    headers.add(header("weft.key", origin.batch()));
    headers.add(header("weft.position", Long.toString(Math.max(0L, origin.sequence()) + index)));
    return headers;
  }

  private String sentences() {
    return violations.stream().map(Violation::message).collect(Collectors.joining(" "));
  }

  private static String cut(String text, int most) {
    return text.substring(0, Math.min(text.length(), most));
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
  }
}
