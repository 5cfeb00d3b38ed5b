package dev.weft.catalog.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.erasure.PlanHash.Part;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanHashTest {
  private static final Scope SCOPE = new Scope("00ff", "customer", "", List.of(), false);
  private static final Part ACT =
      new Part("shop.customers", List.of("id"), Way.TOMBSTONE, List.of("0/7", "0/9"));
  private static final Part KEPT = new Part("shop.orders", List.of("id"), Way.RETENTION, List.of());

  @Test
  void whatGoesByItselfMayGoMeanwhile() {
    assertThat(PlanHash.of(SCOPE, List.of(ACT, KEPT)))
        .hasSize(64)
        .isEqualTo(PlanHash.of(SCOPE, List.of(KEPT, ACT)))
        .isEqualTo(PlanHash.of(SCOPE, List.of(ACT)));
  }

  @Test
  void anyOtherActIsAnotherPlan() {
    var hash = PlanHash.of(SCOPE, List.of(ACT));

    assertThat(
            List.of(
                PlanHash.of(SCOPE, List.of(with(List.of("id"), List.of("0/7")))),
                PlanHash.of(SCOPE, List.of(with(List.of("id"), List.of("0/7", "0/10")))),
                PlanHash.of(SCOPE, List.of(with(List.of("i", "d"), List.of("0/7", "0/9")))),
                PlanHash.of(SCOPE, List.of(with(List.of("id", "0/7"), List.of("0/9")))),
                PlanHash.of(SCOPE, List.of()),
                PlanHash.of(new Scope("00ff", "customer", "", List.of(), true), List.of(ACT)),
                PlanHash.of(new Scope("00fe", "customer", "", List.of(), false), List.of(ACT))))
        .doesNotContain(hash)
        .doesNotHaveDuplicates();
  }

  private static Part with(List<String> fields, List<String> spots) {
    return new Part("shop.customers", fields, Way.TOMBSTONE, spots);
  }
}
