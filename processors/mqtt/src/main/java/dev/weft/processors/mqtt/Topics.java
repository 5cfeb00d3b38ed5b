package dev.weft.processors.mqtt;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The topic of each message: always the same, or what an expression says. */
record Topics(String fixed, Optional<Compiled> expression) {
  private static final int BYTES_MAX = 65_535;

  /** The message cannot be published; the sentence says why, without values. */
  static final class NoTopicException extends Exception {
    NoTopicException(String message) {
      super(message);
    }
  }

  String of(DataRecord record, Map<String, String> attributes) throws NoTopicException {
    if (expression.isEmpty()) {
      return fixed;
    }
    try {
      var value = expression.get().evaluate(record, attributes);
      if (!(value instanceof String topic)) {
        throw new NoTopicException("topicFrom gives no text");
      }
      var wrong = check(topic);
      if (wrong.isPresent()) {
        throw new NoTopicException(wrong.get());
      }
      return topic;
    } catch (EvaluationException e) {
      throw new NoTopicException("topicFrom: " + e.getMessage());
    }
  }

  /** What is wrong with a topic name; MQTT 5, section 4.7. */
  static Optional<String> check(String topic) {
    if (topic.isEmpty() || topic.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return Optional.of("topic must have 1 to 65535 bytes");
    }
    return topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0 || topic.indexOf('\0') >= 0
        ? Optional.of("topic must not hold + or #, which are for subscriptions")
        : Optional.empty();
  }
}
