package dev.weft.server.access;

import dev.weft.model.Contract;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Whether a port's topic keeps only the newest record of a key, as its contract says with {@code
 * weft.cleanup: compact}. The log cleans such a topic within a day or two, so that what is erased
 * is gone.
 */
public final class PortCleanup {
  private static final String CLEANUP = "weft.cleanup";
  private static final long LAG_MS = Duration.ofDays(1).toMillis();

  private PortCleanup() {}

  /** Whether the contract wants that, and says by which key. */
  public static boolean isCompacted(Contract contract) {
    return choice(contract).equals("compact") && !contract.primaryKey().isEmpty();
  }

  /**
   * Refuses what cannot be.
   *
   * @throws dev.weft.model.ProblemException when it says something else than {@code delete} or
   *     {@code compact}, or has no primary key to compact by
   */
  public static void check(Contract contract) {
    var choice = choice(contract);
    if (!choice.equals("delete") && !choice.equals("compact")) {
      throw wrong(CLEANUP + " cannot be '" + choice + "'.", "It is delete or compact.");
    }
    if (choice.equals("compact") && contract.primaryKey().isEmpty()) {
      throw wrong(
          CLEANUP + " is 'compact', and the contract has no primary key.",
          "Say primaryKey: true of the fields by which a record replaces the one before.");
    }
  }

  private static String choice(Contract contract) {
    return contract.customProperty(CLEANUP).map(value -> value.asText()).orElse("delete");
  }

  /** What Kafka is told of such a topic. */
  public static Map<String, String> config() {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_COMPACT,
        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
        "" + LAG_MS,
        TopicConfig.SEGMENT_MS_CONFIG,
        "" + LAG_MS);
  }

  private static RuntimeException wrong(String message, String hint) {
    return Problem.input("bad-value", Place.field("customProperties"), message, hint).asException();
  }
}
