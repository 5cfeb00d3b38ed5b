package dev.weft.cli;

/** A complete program for kafkajs, which has no file of settings. */
final class NodeProgram {
  private NodeProgram() {}

  static String text(GatewayWay way) {
    return """
    %HEAD%
    // npm install kafkajs && node read.js
    const { Kafka } = require('kafkajs')
    """
        + (way.login() == KafkaLogin.CERTIFICATE ? "const fs = require('fs')\n" : "")
        + """

        const kafka = new Kafka({
          clientId: 'read-%TOPIC%',
          brokers: ['%BOOTSTRAP%'],
        """
        + ssl(way)
        + sasl(way)
        + """
        })
        """
        + (way.login() == KafkaLogin.OAUTH ? tokens(way) : "")
        + """

        async function main() {
          const consumer = kafka.consumer({ groupId: '%GROUP%' })
          await consumer.connect()
          await consumer.subscribe({ topic: '%TOPIC%', fromBeginning: true })
          await consumer.run({
            eachMessage: async ({ message }) => console.log(message.value?.toString()),
          })
        }

        main().catch((error) => { console.error(error); process.exit(1) })
        """;
  }

  private static String ssl(GatewayWay way) {
    var trust = way.trust().isEmpty() ? "" : "    ca: [`" + way.trust() + "`],\n";
    var file = "fs.readFileSync('" + way.certificate() + "')";
    var own =
        way.login() == KafkaLogin.CERTIFICATE
            ? "    cert: " + file + ",\n    key: " + file + ",\n"
            : "";
    if (!way.isEncrypted()) {
      return "";
    }
    return trust.isEmpty() && own.isEmpty()
        ? "  ssl: true,\n"
        : "  ssl: {\n" + trust + own + "  },\n";
  }

  private static String sasl(GatewayWay way) {
    return switch (way.login()) {
      case CERTIFICATE -> "";
      case OAUTH -> "  sasl: { mechanism: 'oauthbearer', oauthBearerProvider: token },\n";
      case PLAIN, SCRAM ->
          "  sasl: { mechanism: '%s', username: '%s', password: '%s' },\n"
              .formatted(
                  way.login() == KafkaLogin.PLAIN ? "plain" : "scram-sha-512",
                  way.id(),
                  way.secret());
    };
  }

  private static String tokens(GatewayWay way) {
    return """

    async function token() {
      const answer = await fetch('%s', {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: '%s',
          client_secret: '%s',
        }),
      })
      return { value: (await answer.json()).access_token }
    }
    """
        .formatted(way.tokenUrl(), ClientSettings.CLIENT_ID, ClientSettings.CLIENT_SECRET);
  }
}
