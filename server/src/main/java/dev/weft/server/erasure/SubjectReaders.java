package dev.weft.server.erasure;

import dev.weft.catalog.erasure.Found;
import dev.weft.catalog.erasure.MadeRecords;
import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.model.ErasurePlan.Reader;
import dev.weft.model.PortName;
import dev.weft.server.audit.Sighting;
import dev.weft.server.audit.Subject;
import dev.weft.server.audit.WhoSaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** To whom a person's records were delivered, as the audit says: they have to be told. */
public final class SubjectReaders {
  private static final int READERS_MAX = 2_000;

  private final WhoSaw who;

  public SubjectReaders(WhoSaw who) {
    this.who = who;
  }

  /** The readers of what was found, and of what was made from it, port by port. */
  List<Reader> of(Map<PortName, Found> found, MadeRecords made, SubjectSearch.Watch watch) {
    var all = new ArrayList<Reader>();
    found.forEach(
        (port, its) -> {
          var subject = subject(its, made.of(port.topic()));
          if (!subject.offsets().isEmpty()) {
            who.answer(question(port, subject), watch::passed).items().stream()
                .filter(page -> all.size() < READERS_MAX)
                .forEach(page -> all.add(reader(port, page)));
          }
        });
    return all;
  }

  private static Subject subject(Found found, Map<Integer, ? extends Iterable<Long>> made) {
    var offsets = new TreeMap<Integer, TreeSet<Long>>();
    found
        .offsets()
        .forEach(
            (partition, all) -> {
              for (var offset : all) {
                offsets.computeIfAbsent(partition, none -> new TreeSet<>()).add(offset);
              }
            });
    made.forEach(
        (partition, all) ->
            all.forEach(
                offset -> offsets.computeIfAbsent(partition, none -> new TreeSet<>()).add(offset)));
    return new Subject(
        offsets.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each -> each.getValue().stream().mapToLong(Long::longValue).toArray())),
        found.scanned(),
        found.isComplete());
  }

  private static WhoSaw.Question question(PortName port, Subject subject) {
    return new WhoSaw.Question(
        port,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.of(subject));
  }

  private static Reader reader(PortName port, Sighting.Page page) {
    var records = page.subject().orElse(new Sighting.Records(0, 0));
    return new Reader(
        page.principal(), port.topic(), page.sight(), records.seen(), records.maybe(), page.last());
  }
}
