package dev.weft.server.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.server.Eventually;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events reach who takes them, and what does not is counted. */
class OutboxTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Receiver receiver = new Receiver();
  private final Outbox outbox =
      new Outbox(new OutboxSettings(receiver.url(), Optional.of("the key")), Duration.ofMillis(5));

  @AfterEach
  void close() {
    outbox.close();
    receiver.close();
  }

  private void send(int from, int to) {
    for (var i = from; i < to; i++) {
      outbox.send(Json.object().put("number", i));
    }
  }

  private void await(String what, long sent) {
    Eventually.within(
        PATIENCE, () -> what + ": " + outbox.counts(), () -> outbox.counts().sent() == sent);
  }

  @Test
  void whatCannotBeSentIsTriedAgainInItsOrderWithTheKey() {
    receiver.answer(503);
    outbox.start();
    send(0, 3);
    Eventually.within(PATIENCE, "two tries", () -> receiver.keys().size() >= 2);

    receiver.answer(200);
    await("all", 3);

    assertThat(receiver.events())
        .extracting(event -> event.path("number").asInt())
        .containsExactly(0, 1, 2);
    assertThat(receiver.keys()).containsOnly("Bearer the key");
  }

  @Test
  void whatTheOtherSideCallsWrongIsCountedAndDoesNotKeepTheRest() {
    receiver.answer(422);
    outbox.start();
    send(0, 1);
    Eventually.within(PATIENCE, "the refusal", () -> outbox.counts().refused() == 1);

    receiver.answer(200);
    send(1, 2);
    await("the next", 1);
    assertThat(outbox.metrics())
        .contains(
            "weft_openlineage_events_refused_total 1\n", "weft_openlineage_events_sent_total 1\n");
  }

  @Test
  void ofTooManyTheOldestGoAndAreCounted() {
    send(0, Outbox.QUEUE_MAX + 5);
    assertThat(outbox.counts()).isEqualTo(new Outbox.Counts(0, 0, 5, Outbox.QUEUE_MAX));

    outbox.start();
    await("those that are left", Outbox.QUEUE_MAX);
    assertThat(receiver.events().get(0).path("number").asInt()).isEqualTo(5);
  }

  @Test
  void nobodyWaitsForOneThatIsAwayAndTheEndCountsWhatIsLost() {
    receiver.close();
    outbox.start();
    send(0, 2);
    outbox.close();

    assertThat(outbox.counts()).isEqualTo(new Outbox.Counts(0, 0, 2, 0));
    assertThat(new OutboxSettings(receiver.url(), Optional.of("the key")).toString())
        .doesNotContain("the key");
  }
}
