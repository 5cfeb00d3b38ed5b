package dev.weft.cli;

import dev.weft.model.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Keys of Kafka clients: list and revoke; {@code connect} makes them. */
@Command(name = "key", description = "List and revoke keys of Kafka clients.")
final class KeyVerbs {
  private final Session session;

  KeyVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List keys; their secrets are not kept.")
  int list() {
    return session.print(
        session.server().get("keys"),
        answer ->
            Table.of(
                answer.path("items"),
                "id",
                "principal",
                "createdAt",
                "expiresAt",
                "revoked",
                "purpose",
                "description"));
  }

  @Command(description = "Revoke a key; its open connections end.")
  int revoke(@Parameters(paramLabel = "ID") String id) {
    session.server().delete("keys/" + Session.encoded(id));
    return session.print(
        Json.object().put("id", id).put("revoked", true), answer -> "Revoked key " + id + ".");
  }
}
