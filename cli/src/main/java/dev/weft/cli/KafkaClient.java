package dev.weft.cli;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The Kafka clients that {@code weft connect} writes a complete configuration for. */
enum KafkaClient {
  JAVA("#", KafkaLogin.SCRAM),
  /** PLAIN, because librdkafka before 2.6.1 fails with SCRAM by a mistake of its own. */
  KCAT("#", KafkaLogin.PLAIN),
  NODE("//", KafkaLogin.SCRAM),
  PYTHON("#", KafkaLogin.PLAIN);

  private final String comment;
  private final KafkaLogin usual;

  KafkaClient(String comment, KafkaLogin usual) {
    this.comment = comment;
    this.usual = usual;
  }

  /** How it proves who it is when nobody chooses. */
  KafkaLogin usual() {
    return usual;
  }

  /** The configuration for that way in, ready to be kept in a file. */
  String configuration(GatewayWay way, String port) {
    var text =
        switch (this) {
          case JAVA -> java(way);
          case KCAT -> kcat(way);
          case NODE -> NodeProgram.text(way);
          case PYTHON -> python(way);
        };
    return text.replace("%HEAD%", head(way, port))
        .replace("%BOOTSTRAP%", way.bootstrap())
        .replace("%GROUP%", "read-" + port + (way.id().isEmpty() ? "" : "-" + way.id()))
        .replace("%TOPIC%", port);
  }

  private String head(GatewayWay way, String port) {
    var lines =
        switch (way.login()) {
          case SCRAM, PLAIN ->
              """
              # How to read %s. The secret is shown this once: keep the file private (chmod 600).
              # To end this key: weft key revoke %s
              """
                  .formatted(port, way.id());
          case CERTIFICATE ->
              """
              # How to read %s with the certificate and the private key in %s.
              # To end this key: weft key revoke %s
              """
                  .formatted(port, way.certificate(), way.id());
          case OAUTH ->
              """
              # How to read %s with tokens of the issuer that Weft trusts. Put in the id and secret
              # that it has given you, and keep the file private (chmod 600).
              """
                  .formatted(port);
        };
    return lines.replace("# ", comment + " ").stripTrailing();
  }

  private static String java(GatewayWay way) {
    return """
    %HEAD%
    # kafka-console-consumer.sh --bootstrap-server %BOOTSTRAP% --topic %TOPIC% \\
    #   --consumer.config client.properties --from-beginning
    """
        + (way.login() == KafkaLogin.OAUTH
            ? "# Since Kafka 4 Java must be told that it may ask there:\n"
                + "#   -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="
                + way.tokenUrl()
                + "\n"
            : "")
        + lines(ClientSettings.java(way))
        + """
        auto.offset.reset=earliest
        # Programs that read as a group choose a name for it; your groups are yours alone.
        # group.id=NAME
        """;
  }

  /** A line of kcat's file is too short for a certificate, so it goes into a file of its own. */
  private static String kcat(GatewayWay way) {
    var settings = ClientSettings.librdkafka(way);
    var trust = "";
    if (!way.trust().isEmpty()) {
      settings.put("ssl.ca.location", "gateway.pem");
      trust =
          """
          # First put the gateway's certificate, which is below, into a file:
          #   sed -n '/^#-----BEGIN/,/^#-----END/s/^#//p' kcat.conf > gateway.pem
          """
              + ("\n" + way.trust()).replace("\n", "\n#").substring(1)
              + "\n";
    }
    return "%HEAD%\n"
        + trust
        + "# kcat -F kcat.conf -C -t %TOPIC% -o beginning -e\n"
        + note(way)
        + lines(settings);
  }

  private static String note(GatewayWay way) {
    return switch (way.login()) {
      case PLAIN ->
          "# PLAIN, because librdkafka before 2.6.1 fails with SCRAM by a mistake of its own.\n";
      case OAUTH -> "# Needs a librdkafka that was built with OIDC; Debian's was not.\n";
      default -> "";
    };
  }

  private static String lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String python(GatewayWay way) {
    var settings = ClientSettings.librdkafka(way);
    settings.put("group.id", "%GROUP%");
    settings.put("auto.offset.reset", "earliest");
    var entries =
        settings.entrySet().stream()
            .map(each -> "    \"" + each.getKey() + "\": \"" + each.getValue() + "\",\n")
            .collect(Collectors.joining());
    var trust =
        way.trust().isEmpty() ? "" : "    \"ssl.ca.pem\": \"\"\"" + way.trust() + "\"\"\",\n";
    return """
    %HEAD%
    # pip install confluent-kafka && python read.py
    from confluent_kafka import Consumer

    """
        + note(way)
        + "consumer = Consumer({\n"
        + entries
        + trust
        + """
        })
        consumer.subscribe(["%TOPIC%"])
        while True:
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                raise SystemExit(message.error())
            print(message.value().decode())
        """;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
