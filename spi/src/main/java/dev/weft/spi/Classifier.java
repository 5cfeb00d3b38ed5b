package dev.weft.spi;

import java.util.List;

/**
 * Says what a field holds. Called from any thread; throwing means a bug. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface Classifier {
  /** Findings, best first; empty when there is nothing to say. */
  List<Finding> classify(Candidate candidate);

  /** One field: its product and path, what its author says of it, and sampled values. */
  record Candidate(
      String product, String path, String type, String description, List<String> values) {}

  /**
   * What was found, and why.
   *
   * @param tag such as {@code pii.email}
   * @param confidence 0 to 1
   * @param evidence in words, such as "name says phone; 47 of 50 values are phone numbers"; never a
   *     value
   */
  record Finding(String tag, double confidence, String evidence) {}
}
