package dev.weft.server.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.Ports;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The newest record of each key of a port, by key and by range of keys, as the caller may see them.
 * The first question reads the port; while questions come, the rows are kept and follow it.
 *
 * <p>Each call decides anew whether and how the caller may see the port; rows that were kept under
 * another answer are thrown away. Safe for any thread.
 */
public final class PortRows implements AutoCloseable {
  private static final int KEPT_MAX = 32;

  private final PortReader reader;
  private final Decisions decisions;
  private final Supplier<MeshState> mesh;
  private final Clock clock;
  private final Room room;
  private final Map<Lens.Eye, KeptRows> kept = new HashMap<>();

  public PortRows(PortReader reader, Decisions decisions, Supplier<MeshState> mesh, Clock clock) {
    this(reader, decisions, mesh, clock, Room.USUAL);
  }

  PortRows(
      PortReader reader, Decisions decisions, Supplier<MeshState> mesh, Clock clock, Room room) {
    this.reader = reader;
    this.decisions = decisions;
    this.mesh = mesh;
    this.clock = clock;
    this.room = room;
  }

  /** One row: its key as text, when its record was written, and its value. */
  public record Row(String key, Instant at, JsonNode value) {
    static Row of(KeptRows.Row row) {
      return new Row(row.key(), row.at(), Json.parse(row.value()));
    }
  }

  /** Who asks for which port, in which circumstances. */
  public record Question(PrincipalId reader, AccessContext context, PortName port) {}

  /**
   * The row of a key.
   *
   * @throws ProblemException REFUSED, MISSING for no such row, CONFLICT for a port without a
   *     primary key or with too many rows, ENVIRONMENT when it cannot be read now
   */
  public Row row(Question question, String key) {
    return rows(question)
        .row(key)
        .map(Row::of)
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-row",
                        question.port() + " has no row '" + key + "' that you may see.",
                        "The key is the text of its primary key, with '|' between several fields.")
                    .asException());
  }

  /**
   * Rows in the order of their keys; numbers by their size.
   *
   * @param from the first key; empty: from the beginning
   * @param to the key before which it ends; empty: at the end
   */
  public List<Row> range(Question question, Optional<String> from, Optional<String> to, int most) {
    return rows(question).range(from, to, most).stream().map(Row::of).toList();
  }

  private KeptRows rows(Question question) {
    requireKey(question.port());
    var eye = new Lens.Eye(question.reader(), question.context(), question.port());
    var now = Lens.Now.of(decisions, eye);
    if (!now.view().allowed()) {
      drop(eye);
      throw refused(question.port(), now.view().reason());
    }
    if (!now.view().terms().isWholeHistory()) {
      throw Problem.conflict(
              "part-of-history",
              "You may read a stretch of time of "
                  + question.port()
                  + " only, so its rows are not"
                  + " kept for you.",
              "Read the port itself.")
          .asException();
    }
    synchronized (kept) {
      var known = kept.get(eye);
      if (known != null && known.isFor(now.lens())) {
        if (!known.isClosed()) {
          return known;
        }
        known.failedLately().ifPresent(PortRows::fail);
      }
      if (known != null) {
        known.close();
      }
      kept.values().removeIf(KeptRows::isClosed);
      if (kept.size() >= KEPT_MAX) {
        throw Problem.environment(
                "too-many-readers",
                "Rows are kept for " + KEPT_MAX + " readers already.",
                "Try again in some minutes, or read the port itself.")
            .asException();
      }
      var fresh = new KeptRows(eye, now, reader, decisions, room, clock);
      kept.put(eye, fresh);
      fresh.start();
      return fresh;
    }
  }

  private static void fail(ProblemException why) {
    throw why;
  }

  private void drop(Lens.Eye eye) {
    synchronized (kept) {
      Optional.ofNullable(kept.remove(eye)).ifPresent(KeptRows::close);
    }
  }

  private void requireKey(PortName port) {
    if (Ports.contract(mesh.get(), port).filter(it -> !it.primaryKey().isEmpty()).isEmpty()) {
      throw Problem.conflict(
              "no-primary-key",
              "The contract of " + port + " has no primary key, so its records are no rows.",
              "Read them: GET /api/v1/ports/" + port + "/records.")
          .asException();
    }
  }

  private static ProblemException refused(PortName port, String reason) {
    return Problem.refused(
            "not-authorized", reason, "Ask for it: weft subscribe " + port + " --purpose TEXT.")
        .asException();
  }

  @Override
  public void close() {
    synchronized (kept) {
      kept.values().forEach(KeptRows::close);
      kept.clear();
    }
  }
}
