package dev.weft.sql;

import dev.weft.model.PortName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A query as its author wrote it.
 *
 * @param name of the query, for messages and for Flink's user interface
 * @param file what problems in the text name as their place
 * @param sql one {@code SELECT}, or several {@code INSERT INTO} separated by semicolons; temporary
 *     views may come before
 * @param into the ports that it fills: one for a {@code SELECT}, none for one that is only looked
 *     at
 * @param parameters values for {@code :name} in the text
 * @param eventTime by port, what says when its records happened, where the contract does not say it
 */
public record QueryText(
    String name,
    String file,
    String sql,
    List<PortName> into,
    Map<String, String> parameters,
    Map<PortName, EventTime> eventTime) {
  public QueryText {
    into = List.copyOf(into);
    parameters = Map.copyOf(parameters);
    eventTime = Map.copyOf(eventTime);
  }

  /**
   * A port's event time.
   *
   * @param field a timestamp of the record; empty: the time that Kafka keeps with it
   * @param outOfOrder how much later than others a record may come and still count
   */
  public record EventTime(String field, Duration outOfOrder) {}
}
