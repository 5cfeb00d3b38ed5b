package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The erasure of a person that a kill cuts off: it is known as begun, nobody has a certificate of
 * it, and applied again it does what is left, each record once.
 */
final class CutErasure {
  private static final String PERSON = "P-1";
  private static final int RECORDS = 100;
  private static final List<String> COMPACTED =
      List.of("people.cards", "people.orders", "people.visits");
  private static final String ENCRYPTED = "people.letters";
  private static final String TOMBSTONES = Integer.toString(RECORDS);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Rest planner;
  private final Rest applier;
  private String id = "";

  /** Writes records of two persons, and plans to erase one of them. */
  CutErasure(Rest planner, Rest applier, Rest owner) {
    this.planner = planner;
    this.applier = applier;
    COMPACTED.forEach(port -> write(owner, port));
    write(owner, ENCRYPTED);
  }

  /** Begins it, and returns when the log knows that so many places are behind it. */
  void begin(int places) {
    var plan = planner.post("/api/v1/erasures", Json.object().put("key", PERSON));
    assertThat(plan.status()).as(plan.text()).isEqualTo(200);
    id = plan.body().path("id").asText();
    var thread = new Thread(this::applyOnce, "erasure");
    thread.setDaemon(true);
    thread.start();
    Eventually.within(
        LIMIT,
        () -> "the erasure is there: " + document(),
        () -> !status().equals("PLANNED") && document().path("done").size() >= places);
  }

  private void applyOnce() {
    try {
      var unused = apply();
    } catch (UncheckedIOException e) {
      // Killed in between: that is what it is for.
    }
  }

  /** After the kill. */
  void check(Behind behind) {
    var cut = document();
    System.out.println(
        "KillIT: the erasure was cut off as "
            + status()
            + " with "
            + cut.path("done").size()
            + "/4");
    if (status().equals("APPLYING")) {
      assertThat(certificate().code()).isEqualTo("not-applied");
      var alerts = planner.get("/api/v1/operations").body().path("alerts");
      assertThat(alerts.findValuesAsText("code")).contains("erasure-interrupted");
      assertThat(alerts.findValuesAsText("name")).contains(id);
      var applied = apply();
      assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    }

    var certificate = certificate().body();
    assertThat(certificate.path("audit").path("intact").asBoolean()).isTrue();
    assertThat(written(certificate))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "people.cards", TOMBSTONES,
                "people.letters", "1",
                "people.orders", TOMBSTONES,
                "people.visits", TOMBSTONES));
    COMPACTED.forEach(port -> erasedOnce(port, behind.all(port)));
    assertThat(status()).isEqualTo("APPLIED");
  }

  private void erasedOnce(String port, List<ConsumerRecord<String, String>> records) {
    var tombstones = records.stream().filter(one -> one.value() == null).toList();
    assertThat(tombstones).as(port).hasSize(RECORDS);
    assertThat(tombstones).allMatch(one -> Behind.header(one, "weft.erasure").equals(id));
    var last = new LinkedHashMap<String, String>();
    records.forEach(one -> last.put(one.key(), one.value()));
    var left = new ArrayList<>(last.values());
    left.removeIf(value -> value == null);
    assertThat(left).as("the other's in " + port).hasSize(RECORDS);
    assertThat(left).noneMatch(value -> value.contains(PERSON));
    var first = tombstones.get(0).offset();
    assertThat(planner.get("/api/v1/trace/" + port + "/0/" + first).text())
        .contains("erasure/" + id);
  }

  private static Map<String, String> written(JsonNode certificate) {
    var all = new LinkedHashMap<String, String>();
    for (var one : certificate.path("erasure").path("done")) {
      all.put(one.path("name").asText(), one.path("written").asText());
    }
    return all;
  }

  private Rest.Answer apply() {
    ObjectNode body = Json.object().put("key", PERSON).put("why", "request 7");
    return applier.post("/api/v1/erasures/" + id + "/apply", body);
  }

  private Rest.Answer certificate() {
    return planner.get("/api/v1/erasures/" + id + "/certificate");
  }

  private JsonNode document() {
    return planner.get("/api/v1/erasures/" + id).body();
  }

  private String status() {
    return document().path("status").asText();
  }

  private static void write(Rest owner, String port) {
    var records =
        IntStream.range(0, 2 * RECORDS)
            .mapToObj(n -> record(n, port.equals(ENCRYPTED)))
            .collect(Collectors.joining("\n"));
    var answer = owner.send("POST", "/api/v1/ports/" + port + "/records", records);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static String record(int n, boolean hasAddress) {
    var record = Json.object().put("n", n).put("person", n % 2 == 0 ? PERSON : "P-2");
    return Json.text(hasAddress ? record.put("address", "Elm Street " + n) : record);
  }
}
