package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PolicySpec.Resources;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten thousand policies. The limit of time is generous: it catches a wrong order, not a slow day.
 */
class ManyPoliciesTest {
  private static final int POLICIES = 10_000;
  private static final int READERS = 500;

  private final RecordShop shop = new RecordShop();

  @Test
  @Timeout(60)
  void decisionsDoNotSlowDownWithPoliciesThatAreAboutOtherThings() {
    shop.engine.apply(IntStream.range(0, POLICIES).mapToObj(ManyPoliciesTest::policy).toList());
    for (var i = 0; i < READERS; i++) {
      shop.user("reader" + i, "group" + i, "Canada");
    }
    var first = readAll();

    var start = System.nanoTime();
    for (var i = 0; i < 100; i++) {
      shop.engine.apply(List.of(policy(i)));
      readAll();
    }
    var took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(first).isEqualTo(READERS / 4);
    assertThat(took).isLessThan(Duration.ofSeconds(30));
  }

  private int readAll() {
    var allowed = 0;
    for (var i = 0; i < READERS; i++) {
      var view = shop.engine.read(PrincipalId.user("reader" + i), RecordShop.CUSTOMERS);
      allowed += view.allowed() ? 1 : 0;
    }
    return allowed;
  }

  /**
   * A quarter each: access to the shop's customers, a mask on tags, a filter and a mask elsewhere.
   */
  private static Fold.Change policy(int i) {
    var name = "many-" + i;
    var who = new Principals(null, List.of("group" + i % POLICIES), null, null, false, false);
    var elsewhere = new Resources(null, null, List.of("other" + i + ".out"), null, null);
    var spec =
        switch (i % 4) {
          case 0 ->
              new PolicySpec(
                  name,
                  "",
                  PolicySpec.Type.ACCESS,
                  new Resources(null, List.of("customers"), null, null, null),
                  List.of(new Rule(who, List.of("read"), null, null, null)));
          case 1 ->
              new PolicySpec(
                  name,
                  "",
                  PolicySpec.Type.MASK,
                  new Resources(null, null, null, null, List.of("secret" + i + ".*")),
                  List.of(new Rule(who, null, null, "redact", null)));
          case 2 ->
              new PolicySpec(
                  name,
                  "",
                  PolicySpec.Type.ROW_FILTER,
                  elsewhere,
                  List.of(new Rule(who, null, null, null, "record.n == " + i)));
          default ->
              new PolicySpec(
                  name,
                  "",
                  PolicySpec.Type.MASK,
                  elsewhere,
                  List.of(new Rule(who, null, null, "hash", null)));
        };
    return Fold.Change.put(
        new Resource(
            new ResourceKey(ResourceKind.POLICY, name), 1, Instant.EPOCH, "weft", Json.tree(spec)));
  }
}
