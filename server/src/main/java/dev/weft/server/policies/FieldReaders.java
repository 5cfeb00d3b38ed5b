package dev.weft.server.policies;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.policy.Explanation;
import dev.weft.policy.PolicyEngine;
import dev.weft.spi.AccessContext;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who sees a port, or one field of it, and why: everybody and every product is asked for, as the
 * mesh is now and where nothing is known but who asks.
 */
public final class FieldReaders {
  private static final int ASKED_MAX = 20_000;

  private final PolicyEngine policy;
  private final Clock clock;

  public FieldReaders(PolicyEngine policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * The answer.
   *
   * @param asked of how many principals it was asked
   * @param complete false: there are more, of whom it was not
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Answer(
      PortName port, Optional<String> field, int asked, boolean complete, List<Reader> items) {}

  /**
   * Somebody who may read.
   *
   * @param shown how many fields they see as they are; of one field, 1 or 0
   * @param field how they see the field that was asked for
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Reader(
      String principal,
      String title,
      String reason,
      List<String> policies,
      Optional<String> filter,
      long shown,
      long masked,
      long withheld,
      Optional<Explanation.Field> field) {}

  private record Somebody(PrincipalId id, String title) {}

  /** Asks of all. */
  public Answer of(MeshState state, PortName port, Optional<String> field) {
    var all = everybody(state);
    var readers = new ArrayList<Reader>();
    for (var one : all.subList(0, Math.min(all.size(), ASKED_MAX))) {
      // Cheap, and kept: only of those who may read is the whole reasoning wanted.
      if (policy.read(one.id(), port, AccessContext.NONE).allowed()) {
        readers.add(reader(one, port, field));
      }
    }
    return new Answer(
        port,
        field,
        Math.min(all.size(), ASKED_MAX),
        all.size() <= ASKED_MAX,
        List.copyOf(readers));
  }

  private Reader reader(Somebody one, PortName port, Optional<String> field) {
    var why = policy.explain(one.id(), port, field, AccessContext.NONE, clock.instant());
    return new Reader(
        one.id().toString(),
        one.title(),
        why.reason(),
        why.policies(),
        why.filter(),
        count(why, "show"),
        count(why, "mask"),
        count(why, "withhold"),
        field.flatMap(
            path -> why.fields().stream().filter(it -> it.path().equals(path)).findAny()));
  }

  private static long count(Explanation why, String rule) {
    return why.fields().stream().filter(field -> field.rule().equals(rule)).count();
  }

  private static List<Somebody> everybody(MeshState state) {
    var people =
        state.all(ResourceKind.USER, User.class).stream()
            .filter(user -> !user.disabled())
            .map(user -> new Somebody(PrincipalId.user(user.name()), user.title()));
    var products =
        state.all(ResourceKind.DATA_PRODUCT, DataProduct.class).stream()
            .map(product -> new Somebody(PrincipalId.product(product.id()), product.id()));
    return Stream.concat(people, products).toList();
  }
}
