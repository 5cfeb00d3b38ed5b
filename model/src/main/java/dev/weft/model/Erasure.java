package dev.weft.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plan to erase one person's records, and what became of it (GDPR, article 17). Transitions are
 * methods; each returns the next state or throws a {@link ProblemException}. The person's key is in
 * none of it: whoever applies the plan names the key again, and a keyed token tells whether it is
 * the same.
 *
 * @param expires until when it can be applied, exclusive
 * @param hash of what would be done: the same mesh and records give the same
 * @param sources where the data comes from outside: what is not erased there comes again
 * @param outside where it went beyond the mesh, and who has to be told
 * @param readers to whom the person's records were delivered
 * @param open what the plan does not reach, in sentences
 * @param complete false: there was more than could be looked at, so it cannot be applied
 * @param done what was done, once it is applied
 * @param checked how it stood when somebody looked again
 */
public record Erasure(
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
    Status status,
    Optional<PrincipalId> appliedBy,
    Optional<Instant> appliedAt,
    String why,
    List<Done> done,
    Optional<Check> checked) {

  /** Where a plan stands. */
  public enum Status {
    PLANNED,
    /** Some of it may be done. */
    APPLYING,
    APPLIED
  }

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
    REMAINS
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

  /**
   * What was done in a place.
   *
   * @param written how many tombstones, or keys destroyed
   * @param until when the records are gone at the latest, where that is known
   */
  public record Done(String name, Way way, long records, long written, Optional<Instant> until) {
    public Done {
      until = until == null ? Optional.empty() : until;
    }
  }

  /**
   * How it stood later.
   *
   * @param left records that would have to be erased: they came again
   * @param replaced records that wait for the log to be compacted
   * @param remaining records that go with the retention, or by nobody
   */
  public record Check(Instant at, PrincipalId by, long left, long replaced, long remaining) {}

  public Erasure {
    places = Defaults.list(places);
    sources = Defaults.list(sources);
    outside = Defaults.list(outside);
    readers = Defaults.list(readers);
    open = Defaults.list(open);
    done = Defaults.list(done);
    why = Defaults.text(why);
    appliedBy = appliedBy == null ? Optional.empty() : appliedBy;
    appliedAt = appliedAt == null ? Optional.empty() : appliedAt;
    checked = checked == null ? Optional.empty() : checked;
  }

  /** A plan; nothing of it is done. */
  public static Erasure planned(
      String id,
      Scope scope,
      PrincipalId by,
      Instant at,
      Instant expires,
      String hash,
      List<Place> places,
      List<Beyond> sources,
      List<Beyond> outside,
      List<Reader> readers,
      List<String> open,
      boolean complete) {
    return new Erasure(
        id,
        scope,
        by,
        at,
        expires,
        hash,
        places,
        sources,
        outside,
        readers,
        open,
        complete,
        Status.PLANNED,
        Optional.empty(),
        Optional.empty(),
        "",
        List.of(),
        Optional.empty());
  }

  public static ResourceKey key(String id) {
    return new ResourceKey(ResourceKind.ERASURE, id);
  }

  /** Whether it is a plan that nobody can apply any more. */
  public boolean isOver(Instant now) {
    return status == Status.PLANNED && !now.isBefore(expires);
  }

  /** It begins to be done, by somebody else than who planned it; or it goes on after a fault. */
  public Erasure begin(PrincipalId by, Instant now, String reason) {
    if (status == Status.APPLIED) {
      throw Problem.conflict(
              "already-applied",
              "The erasure " + id + " has been applied.",
              "'weft erase --certificate " + id + "' prints what was done.")
          .asException();
    }
    if (isOver(now)) {
      throw Problem.conflict(
              "stale-plan",
              "The plan " + id + " could be applied until " + expires + ".",
              "Plan it again: 'weft erase --subject KEY --plan'.")
          .asException();
    }
    if (by.equals(plannedBy)) {
      throw Problem.refused(
              "four-eyes",
              "Who has planned an erasure does not apply it.",
              "Another privacy officer, or another steward of the domain, applies it.")
          .asException();
    }
    if (!complete) {
      throw Problem.conflict(
              "plan-incomplete",
              "The plan " + id + " has not looked at everything, so it is not applied.",
              "'weft erase --show " + id + "' says why; plan it for one domain.")
          .asException();
    }
    return next(Status.APPLYING, by, now, reason, done);
  }

  /** All that was planned is done. */
  public Erasure applied(Instant now, List<Done> results) {
    if (status != Status.APPLYING) {
      throw Problem.conflict("wrong-status", "The erasure " + id + " has not begun.", "")
          .asException();
    }
    return next(Status.APPLIED, appliedBy.orElseThrow(), now, why, results);
  }

  /** Somebody has looked again. */
  public Erasure checked(Check check) {
    if (status != Status.APPLIED) {
      throw Problem.conflict(
              "not-applied",
              "The erasure " + id + " is not applied yet.",
              "'weft erase --apply " + id + "' applies it.")
          .asException();
    }
    return new Erasure(
        id,
        scope,
        plannedBy,
        plannedAt,
        expires,
        hash,
        places,
        sources,
        outside,
        readers,
        open,
        complete,
        status,
        appliedBy,
        appliedAt,
        why,
        done,
        Optional.of(check));
  }

  private Erasure next(Status to, PrincipalId by, Instant now, String reason, List<Done> results) {
    return new Erasure(
        id,
        scope,
        plannedBy,
        plannedAt,
        expires,
        hash,
        places,
        sources,
        outside,
        readers,
        open,
        complete,
        to,
        Optional.of(by),
        Optional.of(now),
        reason,
        results,
        checked);
  }
}
