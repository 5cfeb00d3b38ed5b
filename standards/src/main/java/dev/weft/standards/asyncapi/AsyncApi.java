package dev.weft.standards.asyncapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.standards.Contact;
import dev.weft.standards.MeshAddress;
import dev.weft.standards.PortFacts;
import dev.weft.standards.ProductFacts;
import java.util.List;

/**
 * A product as AsyncAPI 3.1: a channel for each output port, to which the product sends. Source:
 * AsyncAPI 3.1.0 and its Kafka bindings 0.5.0.
 */
public final class AsyncApi {
  public static final String VERSION = "3.1.0";

  /** How the identifiers of these documents begin. */
  public static final String ID = "urn:weft:";

  private static final String BINDING = "0.5.0";

  private AsyncApi() {}

  public static ObjectNode of(ProductFacts facts, MeshAddress mesh) {
    return of(facts, facts.ports(), mesh);
  }

  /** With these of its ports only. */
  public static ObjectNode of(ProductFacts facts, List<PortFacts> ports, MeshAddress mesh) {
    var product = facts.product();
    var document = Json.object().put("asyncapi", VERSION).put("id", ID + product.id());
    info(document.putObject("info"), facts);
    document.put("defaultContentType", "application/json");
    document.putObject("servers").set("gateway", server(mesh));
    var channels = document.putObject("channels");
    var operations = document.putObject("operations");
    var messages = Json.object();
    for (var port : ports) {
      var name = port.name().port();
      channels.set(name, channel(port));
      operations.set("send-" + name, operation(port));
      messages.set(name, Messages.of(port, BINDING));
    }
    var components = document.putObject("components");
    components.set("securitySchemes", securitySchemes(mesh));
    if (!messages.isEmpty()) {
      components.set("messages", messages);
    }
    return document;
  }

  private static void info(ObjectNode info, ProductFacts facts) {
    var product = facts.product();
    info.put("title", product.name()).put("version", facts.version());
    if (!facts.description().isEmpty()) {
      info.put("description", facts.description());
    }
    var contact = info.putObject("contact");
    Contact.of(facts)
        .ifPresent(
            found -> {
              contact.put("name", found.name());
              found.url().ifPresent(url -> contact.put("url", url));
              found.email().ifPresent(email -> contact.put("email", email));
            });
    if (contact.isEmpty()) {
      info.remove("contact");
    }
    tags(info, product.tags());
    for (var definition : facts.document().path("authoritativeDefinitions")) {
      if (Contact.isWebAddress(definition.path("url").asText()) && !info.has("externalDocs")) {
        var docs = info.putObject("externalDocs").put("url", definition.path("url").asText());
        docs.put(
            "description",
            definition.path("description").asText("As " + definition.path("type").asText() + "."));
      }
    }
    info.put("x-status", product.status()).put("x-domain", product.domain());
  }

  private static ObjectNode server(MeshAddress mesh) {
    var server = Json.object().put("host", mesh.kafka());
    server.put("protocol", mesh.encrypted() ? "kafka-secure" : "kafka");
    server.put("description", "Weft's gateway: any Kafka client, with a key of one's own.");
    var security = server.putArray("security");
    security.addObject().put("$ref", "#/components/securitySchemes/key");
    if (!mesh.issuer().isEmpty()) {
      security.addObject().put("$ref", "#/components/securitySchemes/token");
    }
    server
        .putObject("bindings")
        .putObject("kafka")
        .put("schemaRegistryUrl", mesh.url() + "/registry")
        .put("schemaRegistryVendor", "confluent")
        .put("bindingVersion", BINDING);
    return server;
  }

  private static ObjectNode securitySchemes(MeshAddress mesh) {
    var schemes = Json.object();
    schemes
        .putObject("key")
        .put("type", "scramSha512")
        .put("description", "The id and the secret of a key: weft key create, or the portal.");
    if (!mesh.issuer().isEmpty()) {
      schemes
          .putObject("token")
          .put("type", "openIdConnect")
          .put("description", "A token of this issuer, by SASL/OAUTHBEARER.")
          .put("openIdConnectUrl", mesh.issuer() + "/.well-known/openid-configuration");
    }
    return schemes;
  }

  private static ObjectNode channel(PortFacts port) {
    var channel = Json.object().put("address", port.name().topic());
    channel.put("title", port.name().port());
    if (!port.port().description().isEmpty()) {
      channel.put("description", port.port().description());
    }
    channel.putArray("servers").addObject().put("$ref", "#/servers/gateway");
    channel
        .putObject("messages")
        .putObject("record")
        .put("$ref", "#/components/messages/" + port.name().port());
    tags(channel, port.port().tags());
    var kafka = channel.putObject("bindings").putObject("kafka").put("topic", port.name().topic());
    if (port.partitions() > 0) {
      kafka.put("partitions", port.partitions());
    }
    kafka.put("bindingVersion", BINDING);
    port.contract().ifPresent(contract -> life(channel, contract));
    return channel;
  }

  private static void life(ObjectNode channel, Contract contract) {
    channel.put("x-contract", contract.id()).put("x-contract-version", contract.version());
    contract.endOfLife().ifPresent(end -> channel.put("x-end-of-life", end));
  }

  private static ObjectNode operation(PortFacts port) {
    var channel = "#/channels/" + port.name().port();
    var operation = Json.object().put("action", "send");
    operation.putObject("channel").put("$ref", channel);
    operation.put("summary", "The product sends the records of " + port.name() + ".");
    operation.putArray("messages").addObject().put("$ref", channel + "/messages/record");
    return operation;
  }

  static void tags(ObjectNode holder, List<String> tags) {
    if (!tags.isEmpty()) {
      var all = holder.putArray("tags");
      tags.stream().distinct().forEach(tag -> all.addObject().put("name", tag));
    }
  }
}
