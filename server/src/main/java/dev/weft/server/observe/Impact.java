package dev.weft.server.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.model.PrincipalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is hit when a port or one of its fields goes.
 *
 * @param field empty: the whole port
 * @param fields that come from it, nearest first
 * @param hidden how much more is hit in products that the asker may not know
 * @param truncated whether there was more than the limit allows
 */
public record Impact(
    String port,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String field,
    List<HitField> fields,
    List<HitStep> flows,
    List<HitStep> queries,
    List<String> ports,
    List<String> products,
    List<Subscriber> subscribers,
    List<Owner> owners,
    int hidden,
    boolean truncated) {

  /**
   * A field that comes from what goes.
   *
   * @param how over the whole way: copied, derived, hidden (by a hash or mask) or unknown
   * @param fromPort from where the last step of the way takes it; empty when the asker may not know
   * @param by the flow or query of that step
   * @param through the processors of that flow, in the order of the data
   */
  public record HitField(
      String port,
      String field,
      String how,
      String fromPort,
      String fromField,
      String by,
      List<String> through) {}

  /**
   * A flow or query that reads one of the ports that are hit.
   *
   * @param reads empty when the asker may not know
   * @param uses whether a field that it writes is known, or must be taken, to come from what goes;
   *     if not it reads the port all the same, perhaps to filter by the field
   */
  public record HitStep(String name, String product, String reads, boolean uses) {}

  /**
   * Who has a grant on a port that is hit.
   *
   * @param fields those of the grant that are hit; empty when it names none: then all
   * @param lastRead empty for one who has never read
   */
  public record Subscriber(
      PrincipalId principal,
      String port,
      String subscription,
      String purpose,
      List<String> fields,
      Optional<Instant> lastRead) {}

  /** Who answers for products that are hit. */
  public record Owner(String name, List<String> products) {}
}
