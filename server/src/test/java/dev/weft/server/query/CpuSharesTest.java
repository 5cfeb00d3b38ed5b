package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.model.Json;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CpuSharesTest {
  private static final long SECOND = 1_000_000_000L;

  private final Fixture shop = new Fixture();
  private final Map<String, Long> used = new HashMap<>();
  private final AtomicLong now = new AtomicLong();
  private final CpuShares shares = new CpuShares(() -> used, now::get);

  @BeforeEach
  void queries() {
    environment("{'cpu': 0.5}");
    query("busy", "small");
    query("other", "small");
    query("free", "");
  }

  @Test
  void whoseProductUsesMoreThanItMayWaitsUntilThatIsMadeUpFor() {
    pass(1, Map.of("busy", 1.0, "free", 1.0));
    pass(1, Map.of("busy", 0.75, "other", 0.75, "free", 1.0));

    assertThat(shares.rest("busy")).contains(Duration.ofMillis(500));
    assertThat(shares.rest("other")).as("they share one limit").isEqualTo(shares.rest("busy"));
    assertThat(shares.rest("free")).isEmpty();
    assertThat(shares.of("busy").orElseThrow().held()).isTrue();
    assertThat(shares.of("free").orElseThrow().held()).isFalse();

    // 2.5 s are used of the 0.5 a second that they may.
    pass(2.9, Map.of("busy", 0.0));
    assertThat(shares.rest("busy"))
        .hasValueSatisfying(
            rest -> assertThat(rest).isBetween(Duration.ofMillis(90), Duration.ofMillis(110)));
    pass(0.2, Map.of("busy", 0.0));
    assertThat(shares.rest("busy")).contains(Duration.ZERO);
  }

  @Test
  void overTimeItUsesWhatItMay() {
    var total = 0.0;
    for (var look = 0; look < 1_000; look++) {
      var draws = shares.rest("busy").filter(rest -> !rest.isZero()).isPresent() ? 0 : 0.6;
      pass(0.3, Map.of("busy", draws));
      total += draws;
    }

    assertThat(total / 300).isCloseTo(0.5, within(0.02));
    assertThat(shares.of("busy").orElseThrow().seconds()).isCloseTo(total, within(0.01));
    assertThat(shares.of("busy").orElseThrow().cores()).isCloseTo(0.5, within(0.2));
    assertThat(shares.of("other").orElseThrow().productCores())
        .isEqualTo(shares.of("busy").orElseThrow().cores());
  }

  @Test
  void aJobThatFlinkStartsAgainIsCountedFromItsBeginning() {
    pass(1, Map.of("free", 0.9));
    used.put(job("free"), SECOND / 10);
    pass(1, Map.of());

    assertThat(shares.of("free").orElseThrow().seconds()).isCloseTo(1.0, within(0.001));
  }

  @Test
  void withoutALimitNobodyWaitsAnyMore() {
    pass(1, Map.of("busy", 5.0));

    environment("{}");
    pass(1, Map.of("busy", 0.0));

    assertThat(shares.rest("busy")).isEmpty();
    assertThat(shares.of("busy").orElseThrow().most()).isEmpty();
  }

  @Test
  void whoRunsInTheServerIsHeldToWhatTheDefaultEnvironmentSays() {
    shop.mesh.put(
        ResourceKind.ENVIRONMENT,
        "default",
        "{'apiVersion':'weft.dev/v1','kind':'Environment','name':'default','queryLimits':{'cpu':0.1}}");
    query("inside", "server");
    pass(1, Map.of("inside", 1.0));

    assertThat(shares.of("inside").orElseThrow().most()).contains(0.1);
    assertThat(shares.rest("inside")).contains(Duration.ofMillis(500));
    assertThat(shares.rest("free")).as("it shares that limit").contains(Duration.ofMillis(500));
  }

  private void pass(double seconds, Map<String, Double> draws) {
    now.addAndGet(Math.round(seconds * SECOND));
    draws.forEach((query, drawn) -> used.merge(job(query), Math.round(drawn * SECOND), Long::sum));
    shares.look(shop.mesh.state());
  }

  private static String job(String query) {
    return "job-of-" + query;
  }

  private void environment(String limits) {
    shop.mesh.put(
        ResourceKind.ENVIRONMENT,
        "small",
        "{'apiVersion':'weft.dev/v1','kind':'Environment','name':'small','queryLimits':"
            + limits
            + "}");
  }

  private void query(String name, String environment) {
    shop.mesh.put(
        ResourceKind.QUERY,
        name,
        "{'apiVersion':'weft.dev/v1','kind':'Query','name':'%s','product':'customers','environment':'%s','into':'customers.out','sql':'SELECT 1'}"
            .formatted(name, environment));
    var run = new QueryRun(job(name), "", "", "", 0, "", "", Instant.EPOCH, List.of());
    shop.mesh.put(ResourceKind.QUERY_RUN, name, Json.text(Json.tree(run)));
  }
}
