package dev.weft.catalog.log;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshLog.Command;
import dev.weft.spi.MeshLog.Decided;
import dev.weft.spi.MeshLog.Put;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * What one command has decided, ready to be stored. Making it changes nothing.
 *
 * @param after the state once it is stored
 */
record Plan<T>(List<Change> changes, List<AuditEvent> audit, Instant now, Snapshot after, T reply) {
  static final int DOCUMENT_BYTES_MAX = 1024 * 1024;
  static final int AUDIT_BYTES_MAX = 3 * 1024 * 1024;
  static final int CHANGES_MAX = 10_000;

  /** Throws what the command throws, and a CONFLICT when a version is not the expected one. */
  static <T> Plan<T> of(Command<T> command, Snapshot state, Instant now) {
    var decided = command.decide(state, now);
    if (decided.puts().size() + decided.deletes().size() > CHANGES_MAX) {
      throw tooMany();
    }
    var after = state;
    var changes = new ArrayList<Change>();
    for (var put : decided.puts()) {
      var change = Change.put(next(put, after, now));
      changes.add(change);
      after = after.after(List.of(change));
    }
    for (var key : decided.deletes()) {
      if (after.get(key).isPresent()) {
        changes.add(Change.delete(key));
        after = after.after(List.of(Change.delete(key)));
      }
    }
    return new Plan<>(changes, audit(decided, changes, state), now, after, decided.reply());
  }

  boolean isEmpty() {
    return changes.isEmpty() && audit.isEmpty();
  }

  private static Resource next(Put put, Snapshot state, Instant now) {
    long version = state.get(put.key()).map(Resource::version).orElse(0L);
    put.expectedVersion()
        .filter(expected -> expected != version)
        .ifPresent(
            expected -> {
              throw conflict(put, expected, version);
            });
    if (Json.bytes(put.document()).length > DOCUMENT_BYTES_MAX) {
      throw tooLarge(put.key() + " is larger than " + DOCUMENT_BYTES_MAX + " bytes.");
    }
    return new Resource(put.key(), version + 1, now, put.by().toString(), put.document());
  }

  /** Nothing changes without a line in the audit, not even by a command that forgot it. */
  private static List<AuditEvent> audit(Decided<?> decided, List<Change> changes, Snapshot state) {
    var events = new ArrayList<>(decided.audit());
    var bySubject = new HashMap<String, Integer>();
    for (int i = 0; i < events.size(); i++) {
      bySubject.putIfAbsent(events.get(i).subject(), i);
    }
    for (var change : changes) {
      var audited = new AuditedChange(change, state.get(change.key()));
      var told = bySubject.getOrDefault(change.key().toString(), -1);
      for (int i = 0; told < 0 && !audited.hasOwnSubject() && i < decided.audit().size(); i++) {
        told = audited.isToldBy(events.get(i)) ? i : -1;
      }
      if (told < 0) {
        events.add(audited.untold(by(change, decided)));
      } else {
        events.set(told, audited.completed(events.get(told)));
      }
    }
    for (var event : events) {
      if (Json.bytes(event.details()).length > AUDIT_BYTES_MAX) {
        throw tooLarge("The audit event of " + event.subject() + " is too large.");
      }
    }
    return events;
  }

  private static PrincipalId by(Change change, Decided<?> decided) {
    return decided.puts().stream()
        .filter(put -> put.key().equals(change.key()))
        .map(Put::by)
        .findFirst()
        .or(() -> decided.audit().stream().map(AuditEvent::actor).findFirst())
        .orElse(PrincipalId.WEFT);
  }

  private static ProblemException conflict(Put put, long expected, long version) {
    return Problem.conflict(
            "version-conflict",
            put.key()
                + " was changed by somebody else: it is at version "
                + version
                + ", not "
                + expected
                + ".",
            "Look at it again, and repeat the change on what is there now.")
        .asException();
  }

  private static ProblemException tooLarge(String message) {
    return new Problem(
            Problem.Kind.TOO_LARGE, "document-too-large", null, message, "Split it, or shorten it.")
        .asException();
  }

  private static ProblemException tooMany() {
    return new Problem(
            Problem.Kind.TOO_LARGE,
            "too-many-changes",
            null,
            "One command may change " + CHANGES_MAX + " resources at most.",
            "Apply them in several steps.")
        .asException();
  }
}
