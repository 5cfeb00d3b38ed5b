package dev.weft.server.notices;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.spi.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;

/**
 * Sends news as JSON, signed by the Standard Webhooks specification, to hosts that the operator
 * allows. Redirects are not followed.
 */
final class Webhook implements Way {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int GONE = 410;

  private final WebhookHosts hosts;
  private final String portal;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Webhook(WebhookHosts hosts, String portal, Clock clock) {
    this.hosts = hosts;
    this.portal = portal;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void tell(Letter letter) throws RefusedException, UnreachableException {
    if (!hosts.allow(letter.address())) {
      throw new RefusedException("the operator does not allow its host any more");
    }
    var body = Json.bytes(body(letter));
    var signature = new WebhookSignature(letter.secret(), letter.who());
    var request =
        HttpRequest.newBuilder(URI.create(letter.address()))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    var id = signature.id(letter.who(), body);
    signature.headers(id, clock.instant(), body).forEach(request::header);
    try {
      var status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
      if (status == GONE) {
        throw new RefusedException("it answers that it is gone");
      }
      if (status < 200 || status > 299) {
        throw new UnreachableException("it answers with status " + status);
      }
    } catch (IOException e) {
      throw new UnreachableException(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("the server ends");
    }
  }

  private ObjectNode body(Letter letter) {
    var body = Json.object().put("type", "weft.inbox");
    var newest = letter.items().stream().map(InboxItem::at).max((a, b) -> a.compareTo(b));
    newest.ifPresent(at -> body.put("timestamp", at.toString()));
    var data = body.putObject("data").put("for", letter.who());
    var items = data.putArray("items");
    for (var item : letter.items()) {
      var one =
          items
              .addObject()
              .put("id", item.id())
              .put("kind", item.kind())
              .put("title", item.title())
              .put("about", item.about())
              .put("at", item.at().toString())
              .put("toDo", item.weight() == InboxItem.Weight.TO_DO)
              .put("url", portal + item.link());
      item.due().ifPresent(due -> one.put("due", due.toString()));
    }
    return body;
  }
}
