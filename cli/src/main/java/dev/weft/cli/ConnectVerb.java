package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What {@code weft connect} asks the server for, by how the client is to prove who it is. */
final class ConnectVerb {
  private static final Pattern CERTIFICATES =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  @Option(
      names = "--auth",
      paramLabel = "scram|plain|certificate|oauth",
      description = "How the client proves who it is; by default what suits it.")
  private Optional<KafkaLogin> login = Optional.empty();

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "For --auth certificate: PEM with certificate and private key, which stays.")
  private Optional<Path> certificate = Optional.empty();

  /** Makes or registers a key, or looks where tokens come from. */
  GatewayWay ask(Server server, KafkaClient client, ObjectNode key) {
    var chosen = login.orElse(client.usual());
    return switch (chosen) {
      case SCRAM, PLAIN -> new GatewayWay(server.post("keys", key), chosen, "");
      case CERTIFICATE -> registered(server, key);
      case OAUTH -> new GatewayWay(issuer(server.get("gateway")), chosen, "");
    };
  }

  private GatewayWay registered(Server server, ObjectNode key) {
    var file =
        certificate.orElseThrow(
            () ->
                Problem.input(
                        "no-certificate",
                        Place.field("--certificate"),
                        "Which certificate is to be the key?",
                        "Give a PEM file with it and its private key: --certificate client.pem.")
                    .asException());
    var found =
        CERTIFICATES
            .matcher(Sources.text(file))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"));
    if (found.isEmpty()) {
      throw Problem.input(
              "no-certificate",
              Place.field("--certificate"),
              file + " holds no certificate.",
              "It begins with -----BEGIN CERTIFICATE-----.")
          .asException();
    }
    var answer = server.post("keys", key.put("certificate", found));
    return new GatewayWay(answer, KafkaLogin.CERTIFICATE, file.toString());
  }

  private static JsonNode issuer(JsonNode door) {
    if (door.path("oauth").path("tokenUrl").asText().isEmpty()) {
      throw Problem.conflict(
              "no-issuer",
              "The operator has not said where tokens come from.",
              "Set gateway.oauth.issuer and gateway.oauth.token.url, or choose another --auth.")
          .asException();
    }
    return door;
  }
}
