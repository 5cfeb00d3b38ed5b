package dev.weft.spi;

import dev.weft.model.PortName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one reader sees of one port.
 *
 * @param allowed false: nothing, and the other components do not matter
 * @param reason why, as a sentence for the reader
 * @param fields the rule of each known field by dotted path ({@code address.city}; the elements of
 *     an array have the array's path). A field below one with a rule and without its own has its
 *     parent's rule.
 * @param otherFields the rule of a field that is not known: closed by default
 * @param key the rule of the record key; masked and withheld both become the keyed token
 * @param filter rows that it does not pass are left out
 * @param until when the answer ends, exclusive
 * @param policies the names of the policies and the id of the subscription that led here
 * @param terms how far back, how fast, and what else holds for this reader
 */
public record ReadView(
    PortName port,
    boolean allowed,
    String reason,
    Map<String, FieldRule> fields,
    FieldRule otherFields,
    FieldRule key,
    Optional<RowFilter> filter,
    Optional<Instant> until,
    List<String> policies,
    ReadTerms terms) {

  public ReadView {
    fields = Map.copyOf(fields);
    policies = List.copyOf(policies);
  }

  /** On plain terms. */
  public ReadView(
      PortName port,
      boolean allowed,
      String reason,
      Map<String, FieldRule> fields,
      FieldRule otherFields,
      FieldRule key,
      Optional<RowFilter> filter,
      Optional<Instant> until,
      List<String> policies) {
    this(port, allowed, reason, fields, otherFields, key, filter, until, policies, ReadTerms.PLAIN);
  }

  public static ReadView denied(PortName port, String reason) {
    return new ReadView(
        port,
        false,
        reason,
        Map.of(),
        FieldRule.WITHHOLD,
        FieldRule.WITHHOLD,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Whether batches may pass unread: allowed, every field shown, every record readable. */
  public boolean showsAll() {
    return allowed
        && filter.isEmpty()
        && terms.isWholeHistory()
        && otherFields == FieldRule.SHOW
        && key == FieldRule.SHOW
        && fields.values().stream().allMatch(rule -> rule == FieldRule.SHOW);
  }
}
