package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of an output port, {@code product.port}, and so of its topic. */
public record PortName(String product, String port) implements Comparable<PortName> {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final String QUARANTINE = ".quarantine";
  private static final String UPCOMING = ".upcoming";

  public PortName {
    if (!PART.matcher(product).matches() || !PART.matcher(port).matches()) {
      throw new IllegalArgumentException(
          "'"
              + product
              + "."
              + port
              + "' is not a port name: letters, digits, '_' and '-', one dot");
    }
  }

  /** Reads {@code product.port}; empty when the text is not one. */
  public static Optional<PortName> parse(String text) {
    var dot = text.indexOf('.');
    if (dot < 1 || text.indexOf('.', dot + 1) >= 0) {
      return Optional.empty();
    }
    var product = text.substring(0, dot);
    var port = text.substring(dot + 1);
    return PART.matcher(product).matches() && PART.matcher(port).matches()
        ? Optional.of(new PortName(product, port))
        : Optional.empty();
  }

  /** Reads it where it must be one, as in JSON: it is one text there, {@code "product.port"}. */
  @JsonCreator
  public static PortName of(String text) {
    return parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' is not a port name: product.port"));
  }

  /** The topic that holds the port's records. */
  @JsonValue
  public String topic() {
    return product + "." + port;
  }

  /** The topic that holds the records which broke the contract. */
  public String quarantineTopic() {
    return topic() + QUARANTINE;
  }

  /**
   * The topic in which what the port is to hold grows, until it takes the place of what it holds.
   */
  public String upcomingTopic() {
    return topic() + UPCOMING;
  }

  /** The port for which a topic is such a place; empty for every other topic. */
  public static Optional<PortName> ofUpcoming(String topic) {
    return topic.endsWith(UPCOMING)
        ? parse(topic.substring(0, topic.length() - UPCOMING.length()))
        : Optional.empty();
  }

  @Override
  public int compareTo(PortName other) {
    return topic().compareTo(other.topic());
  }

  @Override
  public String toString() {
    return topic();
  }
}
