package dev.weft.server.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.catalog.erasure.Found;
import dev.weft.catalog.erasure.SubjectSearch.Watch;
import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Done;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An erasure that is cut off in the middle, and what others see while it is worked at. */
class ErasuresTest {
  private static final Caller PIA = Fixture.caller("pia", "privacy");
  private static final Caller PETRA = Fixture.caller("petra", "privacy");
  private static final Watch NOBODY = (records, of) -> {};

  private final Fixture shop = new Fixture();

  /** How many keys are still there in each of two ports. */
  private int customers = 1;

  private int invoices = 2;
  private boolean breaks;
  private final List<ErasureWork.Now> seen = new ArrayList<>();

  private final Erasures erasures =
      new Erasures(
          shop.mesh, new Looks(), new Deeds(), key -> "token", shop.clock, new SecureRandom());

  @Test
  void whatACrashHasLeftIsDoneWhenItIsAppliedAgain() {
    var id = plan();
    breaks = true;
    assertThatThrownBy(() -> apply(id)).hasMessageContaining("cut off");
    assertThat(erasures.get(PETRA, id).status()).isEqualTo(Erasure.Status.APPLYING);
    assertThat(customers).as("half of it is done").isZero();
    assertThat(erasures.get(PETRA, id).done())
        .as("and it says which half")
        .extracting(Done::name, Done::written)
        .containsExactly(tuple("customers.customers", 1L));
    assertThat(erasures.work().now()).isEmpty();
    breaks = false;

    var applied = apply(id);

    assertThat(applied.status()).isEqualTo(Erasure.Status.APPLIED);
    assertThat(invoices).isZero();
    assertThat(applied.done())
        .as("both halves, each once")
        .extracting(Done::name, Done::written)
        .containsExactly(tuple("customers.customers", 1L), tuple("customers.invoices", 2L));
    assertThat(shop.mesh.audit())
        .extracting(event -> event.action())
        .containsSubsequence("erasure.plan", "erasure.begin", "erasure.begin", "erasure.apply");
  }

  @Test
  void whatWasNotPlannedIsNotDoneAfterACrashEither() {
    var id = plan();
    breaks = true;
    assertThatThrownBy(() -> apply(id)).hasMessageContaining("cut off");
    breaks = false;
    invoices = 5;

    assertThatThrownBy(() -> apply(id))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("customers.invoices holds 5 records instead of 2");
    assertThat(invoices).isEqualTo(5);

    var anew = plan();
    assertThat(apply(anew).status()).isEqualTo(Erasure.Status.APPLIED);

    var first = erasures.get(PETRA, id);
    assertThat(first.status()).isEqualTo(Erasure.Status.REPLACED);
    assertThat(first.replacedBy()).contains(anew);
    assertThatThrownBy(() -> apply(id)).hasMessageContaining("another was applied in its place");
  }

  @Test
  void whoeverLooksSeesHowFarItIsAndNobodyElseWorks() {
    var id = plan();

    apply(id);

    assertThat(seen).extracting(ErasureWork.Now::step).containsExactly("plan", "apply");
    assertThat(seen.get(1).erasure()).isEqualTo(id);
    assertThat(seen.get(1).by()).isEqualTo(PETRA.id());
    assertThat(seen.get(1).looked()).isEqualTo(70);
    assertThat(seen.get(1).of()).isEqualTo(100);
    assertThat(erasures.work().now()).isEmpty();
  }

  private String plan() {
    var wanted = new Wanted("C-1", "customer", "", List.of(), false);
    return erasures.plan(PIA, wanted, NOBODY).id();
  }

  private Erasure apply(String id) {
    return erasures.apply(PETRA, id, "C-1", "request 7", NOBODY);
  }

  /** Finds what is left. */
  private final class Looks implements Erasures.Planner {
    @Override
    public Set<String> kinds(MeshState state) {
      return Set.of("customer");
    }

    @Override
    public Draft draft(MeshState state, Scope scope, String key, Watch watch) {
      watch.passed(70, 100);
      erasures.work().now().ifPresent(seen::add);
      assertThatThrownBy(() -> plan()).hasMessageContaining("Another erasure is being worked at");
      return new Draft(
          scope,
          List.of(place("customers.customers", customers), place("customers.invoices", invoices)),
          List.of(target("customers.customers", customers), target("customers.invoices", invoices)),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          true,
          List.of());
    }

    private static Draft.Target target(String port, int keys) {
      return new Draft.Target(PortName.parse(port).orElseThrow(), place(port, keys), Found.NOTHING);
    }

    private static Place place(String port, int keys) {
      return new Place(
          port,
          List.of("customer_id"),
          100,
          keys,
          0,
          0,
          keys,
          keys == 0 ? Way.COMPACTION : Way.TOMBSTONE,
          Optional.empty(),
          "");
    }
  }

  /** Erases the customers, and is cut off before the invoices. */
  private final class Deeds implements Erasures.Acts {
    @Override
    public List<Done> carryOut(Erasure erasure, Draft draft, String key, Consumer<Done> passed) {
      var written = customers;
      customers = 0;
      passed.accept(done("customers.customers", written));
      if (breaks) {
        throw new IllegalStateException("cut off");
      }
      var rest = invoices;
      invoices = 0;
      return List.of(done("customers.customers", written), done("customers.invoices", rest));
    }

    private static Done done(String place, long written) {
      return new Done(place, Way.TOMBSTONE, 1, written, Optional.empty());
    }

    @Override
    public void moveOn(String erasure, Draft draft, String key, Instant appliedAt, Instant now) {}
  }
}
