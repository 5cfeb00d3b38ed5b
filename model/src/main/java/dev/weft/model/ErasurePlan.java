package dev.weft.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What erasing a person's records would do. The person's key is in none of it: whoever applies the
 * plan names the key again, and a keyed token tells whether it is the same.
 *
 * @param expires until when it can be applied, exclusive
 * @param hash of what would be done: the same mesh and records give the same
 * @param sources where the data comes from outside: what is not erased there comes again
 * @param outside where it went beyond the mesh, and who has to be told
 * @param readers to whom the person's records were delivered
 * @param open what the plan does not reach, in sentences
 * @param complete false: there was more than could be looked at, so it cannot be applied
 * @param asks the domains that have to agree, as records are erased there that do not hold the key
 */
public record ErasurePlan(
    String id,
    Scope scope,
    PrincipalId plannedBy,
    Instant plannedAt,
    Instant expires,
    String hash,
    List<Place> places,
    List<Beyond> sources,
    List<Beyond> outside,
    List<Reader> readers,
    List<String> open,
    boolean complete,
    List<String> asks) {

  /** What becomes of a person's records in one place. */
  public enum Way {
    /** A record without a value is written under their keys; the log drops what was before it. */
    TOMBSTONE,
    /** Their fields are encrypted under a key of the person's own, which is destroyed. */
    SHRED,
    /** A newer record, or none, stands under their keys already; the log drops them by itself. */
    COMPACTION,
    /** They go with the log's retention, at the latest on the day that is named. */
    RETENTION,
    /** A flow takes them by itself, or somebody drops them there. */
    FLOW,
    /** Nothing removes them. */
    REMAINS;

    /** Whether applying the plan writes something. */
    public boolean acts() {
      return this == TOMBSTONE || this == SHRED;
    }
  }

  /**
   * Whose records.
   *
   * @param subject a keyed token of the person's key
   * @param of what kind of person, as the tag {@code subject.KIND} says; empty: fields are named
   * @param domain only ports of this domain; empty: the whole mesh
   * @param fields named besides those that are tagged, as {@code product.port.field}
   * @param derived also records that do not hold the key and were made from those that do
   */
  public record Scope(
      String subject, String of, String domain, List<String> fields, boolean derived) {
    public Scope {
      of = Defaults.text(of);
      domain = Defaults.text(domain);
      fields = Defaults.list(fields);
    }
  }

  /**
   * One place in which records were looked for.
   *
   * @param name a topic, or {@code flow/NAME} for what waits in a flow
   * @param fields by which the person is found there; empty: by the trace alone
   * @param scanned how many records were looked at
   * @param records how many of them are the person's
   * @param derived others, made from the person's records as the trace says
   * @param replaced the person's that are there only until the log is compacted
   * @param keys under so many keys
   * @param until when they are gone at the latest, where that is known
   * @param note what has to be known of it
   */
  public record Place(
      String name,
      List<String> fields,
      long scanned,
      long records,
      long derived,
      long replaced,
      int keys,
      Way way,
      Optional<Instant> until,
      String note) {
    public Place {
      fields = Defaults.list(fields);
      until = until == null ? Optional.empty() : until;
      note = Defaults.text(note);
    }
  }

  /**
   * Something outside the mesh.
   *
   * @param name its node in the lineage, such as {@code dataset/postgres://host/table}
   * @param by what leads there or comes from there: flows and jobs
   * @param tell the people who answer for those
   */
  public record Beyond(String name, String title, List<String> by, List<String> tell) {
    public Beyond {
      by = Defaults.list(by);
      tell = Defaults.list(tell);
    }
  }

  /**
   * Somebody who has got records of the person.
   *
   * @param sight raw, partly or masked
   * @param records surely delivered; {@code maybe} others that may have been
   */
  public record Reader(
      String principal,
      String port,
      String sight,
      long records,
      long maybe,
      Optional<Instant> last) {
    public Reader {
      last = last == null ? Optional.empty() : last;
    }
  }

  public ErasurePlan {
    places = Defaults.list(places);
    sources = Defaults.list(sources);
    outside = Defaults.list(outside);
    readers = Defaults.list(readers);
    open = Defaults.list(open);
    asks = Defaults.list(asks);
  }

  void mustNotBeOf(PrincipalId by) {
    if (by.equals(plannedBy)) {
      throw Problem.refused(
              "four-eyes",
              "Who has planned an erasure does not apply it.",
              "Another privacy officer, or another steward of the domain, applies it.")
          .asException();
    }
  }

  void mustBeComplete() {
    if (!complete) {
      throw Problem.conflict(
              "plan-incomplete",
              "The plan " + id + " has not looked at everything, so it is not applied.",
              "'weft erase --show " + id + "' says why; plan it for one domain.")
          .asException();
    }
  }

  /** Whether it has looked at all places in which the other would write something. */
  boolean covers(ErasurePlan other) {
    return other.places.stream()
        .filter(place -> place.way().acts())
        .allMatch(place -> place(place.name()).isPresent());
  }

  /** One of its places. */
  public Optional<Place> place(String name) {
    return places.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** These places only, and nothing of who has read them and where they come from and go. */
  ErasurePlan within(Predicate<Place> these) {
    return new ErasurePlan(
        id,
        scope,
        plannedBy,
        plannedAt,
        expires,
        hash,
        places.stream().filter(these).toList(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        complete,
        asks);
  }
}
