package dev.weft.model.governance;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What people have said of a product on its way to be active, and all stages that it has been in.
 * From then on the status of its document says where it stands.
 *
 * @param stage before it is active
 * @param fingerprint of the document that was proposed: another one has to be proposed again
 */
public record ProductLife(
    String product,
    Stage stage,
    Optional<PrincipalId> proposedBy,
    String fingerprint,
    List<HistoryEntry> history) {

  private static final Set<String> BEYOND = Set.of("active", "deprecated", "retired");

  /** All stages of a product's life, in their order. */
  public enum Stage {
    DRAFT,
    PROPOSED,
    APPROVED,
    ACTIVE,
    DEPRECATED,
    RETIRED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ProductLife {
    stage = stage == null ? Stage.DRAFT : stage;
    proposedBy = proposedBy == null ? Optional.empty() : proposedBy;
    fingerprint = fingerprint == null ? "" : fingerprint;
    history = history == null ? List.of() : List.copyOf(history);
  }

  public static ProductLife none(String product) {
    return new ProductLife(product, Stage.DRAFT, Optional.empty(), "", List.of());
  }

  public static ResourceKey key(String product) {
    return new ResourceKey(ResourceKind.PRODUCT_LIFE, product);
  }

  /** Where a product with this status and document stands. */
  public Stage at(String status, String print) {
    if (BEYOND.contains(status)) {
      return Stage.valueOf(status.toUpperCase(Locale.ROOT));
    }
    return stage != Stage.DRAFT && !fingerprint.equals(print) ? Stage.DRAFT : stage;
  }

  public ProductLife propose(PrincipalId by, Instant now, String print, String comment) {
    return new ProductLife(
        product,
        Stage.PROPOSED,
        Optional.of(by),
        print,
        added("propose", by, now, Stage.PROPOSED, comment));
  }

  public ProductLife approve(PrincipalId by, Instant now, String print, String comment) {
    mustBeProposed(by, print, "approve");
    return new ProductLife(
        product,
        Stage.APPROVED,
        proposedBy,
        fingerprint,
        added("approve", by, now, Stage.APPROVED, comment));
  }

  public ProductLife reject(PrincipalId by, Instant now, String print, String reason) {
    mustBeProposed(by, print, "reject");
    return new ProductLife(
        product, Stage.DRAFT, Optional.empty(), "", added("reject", by, now, Stage.DRAFT, reason));
  }

  /** Its document has another status now. */
  public ProductLife moved(PrincipalId by, Instant now, Stage to, String comment) {
    return new ProductLife(
        product, Stage.DRAFT, Optional.empty(), "", added(actTo(to), by, now, to, comment));
  }

  private static String actTo(Stage to) {
    return switch (to) {
      case DEPRECATED -> "deprecate";
      case RETIRED -> "retire";
      default -> "activate";
    };
  }

  private void mustBeProposed(PrincipalId by, String print, String act) {
    if (stage != Stage.PROPOSED || !fingerprint.equals(print)) {
      throw Problem.conflict(
              "not-proposed",
              "The product '"
                  + product
                  + "' as it is now is not proposed, so one cannot "
                  + act
                  + " it.",
              "An owner proposes it: weft product propose " + product + ".")
          .asException();
    }
    if (proposedBy.filter(by::equals).isPresent()) {
      throw Problem.refused(
              "four-eyes",
              by.name() + " has proposed it.",
              "Another steward, or somebody of the governing body, decides.")
          .asException();
    }
  }

  private List<HistoryEntry> added(
      String act, PrincipalId by, Instant now, Stage after, String comment) {
    return HistoryEntry.added(history, new HistoryEntry(act, by, now, after.name(), comment));
  }
}
