package dev.weft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshLog.Decided;
import dev.weft.spi.MeshLog.Put;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every mesh log does. An implementation's test extends this and gives an empty log. */
public abstract class MeshLogContract {
  private static final PrincipalId OLGA = PrincipalId.user("olga");
  private static final ResourceKey SALES = new ResourceKey(ResourceKind.DATA_PRODUCT, "sales");
  private static final ResourceKey SHOP = new ResourceKey(ResourceKind.DOMAIN, "shop");

  /** An empty log that takes commands; the same one during one test. */
  protected abstract MeshLog log();

  /** The actions in the audit of that log, oldest first. */
  protected abstract List<String> auditActions();

  @Test
  void keepsWhatWasPutAndCountsVersions() {
    put(SALES, "{'id': 'sales', 'x-team-colour': 'red'}", Optional.empty());

    put(SALES, "{'id': 'sales', 'status': 'active'}", Optional.empty());

    var sales = log().state().get(SALES).orElseThrow();
    assertThat(sales.version()).isEqualTo(2);
    assertThat(sales.changedBy()).isEqualTo("olga");
    assertThat(sales.document()).isEqualTo(document("{'id': 'sales', 'status': 'active'}"));
    assertThat(log().state().all(ResourceKind.DATA_PRODUCT)).containsExactly(sales);
    assertThat(auditActions()).containsExactly("product.touch", "product.touch");
  }

  @Test
  void refusesAPutMadeFromAnOlderVersion() {
    put(SALES, "{'id': 'sales'}", Optional.of(0L));
    put(SALES, "{'id': 'sales', 'status': 'active'}", Optional.of(1L));

    assertThatThrownBy(() -> put(SALES, "{'id': 'sales', 'status': 'lost'}", Optional.of(1L)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.first().kind()).isEqualTo(Problem.Kind.CONFLICT);
              assertThat(e.first().code()).isEqualTo("version-conflict");
            });
    assertThat(log().state().get(SALES).orElseThrow().document().path("status").asText())
        .isEqualTo("active");
    assertThat(auditActions()).hasSize(2);
  }

  @Test
  void changesNothingWhenOneOfSeveralPutsConflicts() {
    put(SALES, "{'id': 'sales'}", Optional.empty());

    assertThatThrownBy(
            () ->
                log()
                    .decide(
                        (state, now) ->
                            new Decided<>(
                                List.of(
                                    Put.of(SHOP, document("{}"), OLGA),
                                    new Put(SALES, document("{}"), OLGA, Optional.of(0L))),
                                List.of(),
                                List.of(touch(SHOP)),
                                "")))
        .isInstanceOf(ProblemException.class);
    assertThat(log().state().get(SHOP)).isEmpty();
    assertThat(auditActions()).hasSize(1);
  }

  @Test
  void tellsFoldsEverythingThenEachTransactionWhole() {
    put(SALES, "{'id': 'sales'}", Optional.empty());
    var told = new ArrayList<List<String>>();
    log().follow(changes -> told.add(changes.stream().map(MeshLogContract::text).toList()));

    log()
        .decide(
            (state, now) ->
                new Decided<>(
                    List.of(
                        Put.of(SHOP, document("{}"), OLGA), Put.of(SALES, document("{}"), OLGA)),
                    List.of(),
                    List.of(touch(SHOP)),
                    ""));
    log()
        .decide(
            (state, now) ->
                new Decided<>(List.of(), List.of(SALES), List.of(touch(SALES)), "gone"));

    assertThat(told)
        .containsExactly(
            List.of("DataProduct/sales 1"),
            List.of("Domain/shop 1", "DataProduct/sales 2"),
            List.of("DataProduct/sales gone"));
    assertThat(log().state().get(SALES)).isEmpty();
  }

  @Test
  void passesOnWhatACommandThrows() {
    assertThatThrownBy(
            () ->
                log()
                    .decide(
                        (state, now) -> {
                          throw Problem.refused("no", "Not you.", "").asException();
                        }))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("no"));
    assertThat(log().state().revision()).isZero();
  }

  @Test
  void answersACommandThatChangesNothing() {
    var reply = log().decide((state, now) -> Decided.nothing("fine"));

    assertThat(reply).isEqualTo("fine");
    assertThat(log().state().revision()).isZero();
  }

  @Test
  void keepsTheAuditOfACommandThatChangesNothingElse() {
    log()
        .decide(
            (state, now) -> new Decided<>(List.of(), List.of(), List.of(touch(SALES)), "looked"));

    assertThat(auditActions()).containsExactly("product.touch");
  }

  @Test
  void decidesOneAfterAnotherOnWhatTheOneBeforeLeft() throws Exception {
    var callers = Executors.newFixedThreadPool(8);
    var replies = new ArrayList<Future<Long>>();
    for (var i = 0; i < 200; i++) {
      replies.add(callers.submit(this::countUp));
    }

    var seen = new ArrayList<Long>();
    for (var reply : replies) {
      seen.add(reply.get());
    }
    callers.shutdown();

    assertThat(seen).doesNotHaveDuplicates().hasSize(200);
    assertThat(log().state().get(SALES).orElseThrow().document().path("count").asLong())
        .isEqualTo(200);
  }

  private long countUp() {
    return log()
        .decide(
            (state, now) -> {
              var count =
                  state
                      .get(SALES)
                      .map(Resource::document)
                      .map(document -> document.path("count").asLong())
                      .orElse(0L);
              var next = Json.object().put("count", count + 1);
              return new Decided<>(
                  List.of(Put.of(SALES, next, OLGA)), List.of(), List.of(touch(SALES)), count + 1);
            });
  }

  private void put(ResourceKey key, String json, Optional<Long> expectedVersion) {
    log()
        .decide(
            (state, now) ->
                new Decided<>(
                    List.of(new Put(key, document(json), OLGA, expectedVersion)),
                    List.of(),
                    List.of(touch(key)),
                    ""));
  }

  private static AuditEvent touch(ResourceKey key) {
    return new AuditEvent(OLGA, "product.touch", key.toString(), true, Json.object());
  }

  private static ObjectNode document(String json) {
    return (ObjectNode) Json.parse(json.replace('\'', '"'));
  }

  private static String text(Change change) {
    return change.key() + " " + change.resource().map(it -> "" + it.version()).orElse("gone");
  }
}
