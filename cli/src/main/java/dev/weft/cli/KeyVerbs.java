package dev.weft.cli;

import dev.weft.model.Json;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keys of Kafka clients; {@code connect} makes those with a secret. */
@Command(name = "key", description = "Add, list and revoke keys of Kafka clients.")
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

  @Command(description = "Make a certificate a key: who holds it reads as you.")
  int add(
      @Option(
              names = "--certificate",
              paramLabel = "FILE",
              required = true,
              description = "The client's certificate as PEM, without its private key.")
          Path certificate,
      @Option(
              names = "--description",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What it is for.")
          String description) {
    var request =
        Json.object().put("certificate", Sources.text(certificate)).put("description", description);
    return session.print(
        session.server().post("keys", request),
        key ->
            "The certificate is now key "
                + key.path("id").asText()
                + ". Connect to "
                + key.path("bootstrap").asText()
                + " with security.protocol=SSL and the certificate's key store.");
  }

  @Command(
      description = "Make a key as a product you own, for a writer elsewhere such as another mesh.")
  int product(
      @Parameters(paramLabel = "PRODUCT") String product,
      @Option(
              names = "--description",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What it is for.")
          String description) {
    var request = Json.object().put("product", product).put("description", description);
    return session.print(
        session.server().post("keys", request),
        key ->
            "Whoever has this key reads and writes as product:%s. The secret is shown this once.%n%s"
                .formatted(
                    product,
                    Text.lines(key, "id", "secret", "bootstrap", "security", "mechanism")));
  }

  @Command(description = "Revoke a key; its open connections end.")
  int revoke(@Parameters(paramLabel = "ID") String id) {
    session.server().delete("keys/" + Session.encoded(id));
    return session.print(
        Json.object().put("id", id).put("revoked", true), answer -> "Revoked key " + id + ".");
  }
}
