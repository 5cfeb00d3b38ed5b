package dev.weft.server.audit;

import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one principal has seen in one way: sums and spans over many events. For one thread. */
public final class Sighting {
  private static final int WORDS_MAX = 100;
  private static final int SPANS_SHOWN_MAX = 1_000;

  /**
   * A contiguous range of offsets, both ends inclusive.
   *
   * @param certain false: a row filter or a fault left records of it out, so that one or the other
   *     may not have been seen
   */
  public record Range(int partition, long from, long to, boolean certain) {}

  /** How many of the data subject's records: surely seen, and others that may have been. */
  public record Records(long seen, long maybe) {}

  /**
   * The answer about one principal.
   *
   * @param sight raw, masked, or partly
   * @param exact false: it was announced and never reported, so it is what may have been seen
   * @param first when the first of it was delivered
   * @param last when the last of it was; empty when that is not known
   * @param allRanges false: there are more ranges than are listed; the sums count all
   */
  public record Page(
      String principal,
      String sight,
      boolean exact,
      long events,
      long delivered,
      long filtered,
      long withheld,
      Instant first,
      Optional<Instant> last,
      List<Range> ranges,
      boolean allRanges,
      Optional<Records> subject,
      Set<String> policies,
      Map<String, String> masks,
      Set<String> purposes,
      Set<String> clients,
      Set<String> addresses,
      boolean throughWeft) {}

  private final String principal;
  private final Sight sight;
  private final boolean exact;
  private final Map<Integer, Spans> certain = new TreeMap<>();
  private final Map<Integer, Spans> uncertain = new TreeMap<>();
  private final Map<Integer, Spans> seen = new TreeMap<>();
  private final Map<Integer, Spans> maybe = new TreeMap<>();
  private final Set<String> policies = new TreeSet<>();
  private final Map<String, String> masks = new TreeMap<>();
  private final Set<String> purposes = new TreeSet<>();
  private final Set<String> clients = new TreeSet<>();
  private final Set<String> addresses = new TreeSet<>();
  private boolean throughWeft;
  private long events;
  private long delivered;
  private long filtered;
  private long withheld;
  private Instant first = Instant.MAX;
  private Optional<Instant> last = Optional.empty();

  Sighting(String principal, Sight sight, boolean exact) {
    this.principal = principal;
    this.sight = sight;
    this.exact = exact;
  }

  /** An event of a range that was delivered. */
  void add(Stored event, int partition, long from, long to, Instant since, Instant until) {
    var details = event.details();
    events++;
    delivered += details.path("delivered").asLong();
    filtered += details.path("filtered").asLong();
    withheld += details.path("withheld").asLong();
    first = since.isBefore(first) ? since : first;
    last = Optional.of(last.filter(until::isBefore).orElse(until));
    var whole = details.path("filtered").asLong() + details.path("withheld").asLong() == 0;
    span(whole ? certain : uncertain, partition).add(from, to);
    note(event);
  }

  /** A range that was announced and not reported. */
  void announced(Stored event, int partition, long from, long to) {
    events++;
    first = event.time().isBefore(first) ? event.time() : first;
    span(uncertain, partition).add(from, to);
    note(event);
  }

  /** These are records of the data subject that the event before was about. */
  void subject(int partition, long[] offsets, boolean surely) {
    for (var offset : offsets) {
      span(surely ? seen : maybe, partition).add(offset, offset);
    }
  }

  Page page(boolean withSubject) {
    var ranges = new ArrayList<Range>();
    list(certain, true, ranges);
    list(uncertain, false, ranges);
    var exactSpans =
        certain.values().stream().allMatch(Spans::isExact)
            && uncertain.values().stream().allMatch(Spans::isExact);
    var shown = ranges.subList(0, Math.min(ranges.size(), SPANS_SHOWN_MAX));
    return new Page(
        principal,
        sight.word(),
        exact && exactSpans,
        events,
        delivered,
        filtered,
        withheld,
        first,
        last,
        List.copyOf(shown),
        shown.size() == ranges.size(),
        withSubject ? Optional.of(records()) : Optional.empty(),
        policies,
        masks,
        purposes,
        clients,
        addresses,
        throughWeft);
  }

  private Records records() {
    var sure = count(seen);
    maybe.forEach(
        (partition, spans) ->
            spans.list().forEach(each -> span(seen, partition).add(each.from(), each.to())));
    return new Records(sure, count(seen) - sure);
  }

  private static long count(Map<Integer, Spans> partitions) {
    return partitions.values().stream()
        .flatMap(spans -> spans.list().stream())
        .mapToLong(each -> each.to() - each.from() + 1)
        .sum();
  }

  private static void list(Map<Integer, Spans> partitions, boolean certain, List<Range> into) {
    partitions.forEach(
        (partition, spans) ->
            spans
                .list()
                .forEach(each -> into.add(new Range(partition, each.from(), each.to(), certain))));
  }

  private static Spans span(Map<Integer, Spans> partitions, int partition) {
    return partitions.computeIfAbsent(partition, any -> new Spans());
  }

  private void note(Stored event) {
    var details = event.details();
    details.path("policies").forEach(policy -> keep(policies, policy.asText()));
    details
        .path("masks")
        .properties()
        .forEach(
            mask -> {
              if (masks.size() < WORDS_MAX) {
                masks.put(mask.getKey(), mask.getValue().asText());
              }
            });
    keep(purposes, details.path("purpose").asText());
    keep(clients, details.path("clientId").asText());
    keep(addresses, details.path("address").asText().replaceFirst(":\\d+$", ""));
    throughWeft |= details.has("onBehalfOf");
  }

  private static void keep(Set<String> words, String word) {
    if (!word.isEmpty() && words.size() < WORDS_MAX) {
      words.add(word);
    }
  }
}
