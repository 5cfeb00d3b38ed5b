package dev.weft.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.ReadExtent;
import dev.weft.spi.AccessContext;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client of HTTP sees of an answer that goes wrong in the middle. */
class RecordAnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-29T04:00:00Z");
  private static final ReadExtent EXTENT =
      new ReadExtent(NOW, List.of(new ReadExtent.Part(0, 0, 7), new ReadExtent.Part(1, 2, 3)));

  private static Javalin server;

  @BeforeAll
  static void start() {
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.get("/whole", context -> answer(context, Integer.MAX_VALUE, true));
                  config.routes.get("/some", context -> answer(context, 1, true));
                  config.routes.get(
                      "/broken", context -> answer(context, Integer.MAX_VALUE, false));
                })
            .start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static void answer(Context context, int max, boolean whole) throws IOException {
    var query = query(max, context.queryParam("follow") != null);
    var answer = new RecordAnswer(context, query, new RecordLines.Ndjson());
    try {
      answer.give(it -> read(it, context, whole));
    } catch (IllegalStateException e) {
      context.status(403).result(e.getMessage());
    }
  }

  private static void read(RecordAnswer answer, Context context, boolean whole) {
    answer.begins(EXTENT);
    answer.take(new PortReader.Seen(0, 6, NOW, "", Json.object().put("id", 1)));
    if (context.queryParam("sent") != null) {
      try {
        context.res().flushBuffer();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (context.queryParam("error") != null) {
      throw new NoClassDefFoundError("somebody took the jar away");
    }
    if (!whole) {
      throw new IllegalStateException("access is over");
    }
  }

  private static RecordQuery query(int max, boolean follow) {
    return new RecordQuery(
        PrincipalId.user("ada"),
        AccessContext.NONE,
        new PortName("shop", "orders"),
        new PortReader.From.Earliest(),
        Instant.MAX,
        max,
        follow);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var url = URI.create("http://127.0.0.1:" + server.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aWholeAnswerSaysHowFarItGoes() throws Exception {
    var whole = get("/whole");

    assertThat(whole.body()).isEqualTo("{\"id\":1}\n");
    assertThat(whole.headers().firstValue("Weft-Complete-To")).contains("0/7,1/3");
    assertThat(whole.headers().firstValue("Weft-As-Of")).contains("2026-11-29T04:00:00Z");
  }

  @Test
  void anAnswerOfSoManyRecordsOrThatFollowsIsCompleteToNothing() throws Exception {
    assertThat(get("/some").headers().map()).doesNotContainKey("weft-complete-to");
    assertThat(get("/whole?follow=true").headers().map()).doesNotContainKey("weft-complete-to");
  }

  @Test
  void whatIsBrokenOffIsNeverTakenForWhole() throws Exception {
    assertThatThrownBy(() -> get("/broken?sent=true")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get("/broken?sent=true&error=true")).isInstanceOf(IOException.class);
    assertThat(get("/broken?sent=true&follow=true").body()).isEqualTo("{\"id\":1}\n");
  }

  @Test
  void whatGoesWrongBeforeAnythingIsSentIsToldAsElsewhere() throws Exception {
    var refused = get("/broken");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).isEqualTo("access is over");
    assertThat(refused.headers().map()).doesNotContainKeys("weft-complete-to", "weft-as-of");
  }
}
