package dev.weft.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one log of the control plane. A command looks at the state and decides; what it decided and
 * its audit events are committed in one transaction; then folds are told. Safe for any thread.
 */
public interface MeshLog {
  /**
   * Decides and commits one command; returns when it is stored and every fold of this process has
   * seen it. Commands are decided one after another, each on the state that the one before left.
   *
   * @throws dev.weft.model.ProblemException what the command threw; or kind ENVIRONMENT with code
   *     {@code not-the-writer} when another server writes, or when the log cannot be reached
   */
  <T> T decide(Command<T> command);

  /** The state as of the last transaction folded here. */
  MeshState state();

  /** Tells the fold everything there is, then every change as it comes. */
  void follow(Fold fold);

  /** Looks and decides; changes nothing. Throws ProblemException to refuse. */
  interface Command<T> {
    Decided<T> decide(MeshState state, Instant now);
  }

  /**
   * What a command decided.
   *
   * @param puts new documents; versions are given by the log
   * @param deletes keys of resources to remove
   * @param audit what to write to the audit with it; at least one event when anything changes
   * @param reply the command's result
   */
  record Decided<T>(List<Put> puts, List<ResourceKey> deletes, List<AuditEvent> audit, T reply) {
    public Decided {
      puts = List.copyOf(puts);
      deletes = List.copyOf(deletes);
      audit = List.copyOf(audit);
    }

    /** Nothing to change. */
    public static <T> Decided<T> nothing(T reply) {
      return new Decided<>(List.of(), List.of(), List.of(), reply);
    }
  }

  /**
   * A new document for a resource.
   *
   * @param expectedVersion the version it was made from (0: must not exist); empty: whatever there
   *     is
   */
  record Put(ResourceKey key, ObjectNode document, PrincipalId by, Optional<Long> expectedVersion) {
    public static Put of(ResourceKey key, ObjectNode document, PrincipalId by) {
      return new Put(key, document, by, Optional.empty());
    }
  }
}
