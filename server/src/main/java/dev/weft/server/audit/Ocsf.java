package dev.weft.server.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.Optional;

/**
 * Audit events as the Open Cybersecurity Schema Framework 1.8.0 writes them: reads as Datastore
 * Activity, logins as Authentication, grants and their ends as User Access Management, and
 * everything else as API Activity. What the schema has no word for is kept under {@code unmapped}.
 */
public final class Ocsf {
  private static final String VERSION = "1.8.0";
  private static final int OTHER = 99;
  private static final int INFORMATIONAL = 1;
  private static final int MEDIUM = 3;

  private final String productVersion;

  public Ocsf(String productVersion) {
    this.productVersion = productVersion;
  }

  /** The classes that are used, with their categories and names. */
  private enum OcsfClass {
    DATASTORE_ACTIVITY(6, 6005, "Datastore Activity"),
    API_ACTIVITY(6, 6003, "API Activity"),
    AUTHENTICATION(3, 3002, "Authentication"),
    USER_ACCESS(3, 3005, "User Access Management");

    private final int category;
    private final int uid;
    private final String title;

    OcsfClass(int category, int uid, String title) {
      this.category = category;
      this.uid = uid;
      this.title = title;
    }
  }

  /** What somebody did, in the words of a class. */
  private record Activity(OcsfClass type, int id, String name) {}

  /** One event. */
  public ObjectNode of(Stored event) {
    var activity = activity(event);
    var node = Json.object();
    node.put("category_uid", activity.type.category)
        .put("class_uid", activity.type.uid)
        .put("class_name", activity.type.title)
        .put("activity_id", activity.id)
        .put("activity_name", activity.name)
        .put("type_uid", activity.type.uid * 100L + activity.id)
        .put("time", event.time().toEpochMilli())
        .put("severity_id", event.successful() ? INFORMATIONAL : MEDIUM)
        .put("severity", event.successful() ? "Informational" : "Medium")
        .put("status_id", event.successful() ? 1 : 2)
        .put("status", event.successful() ? "Success" : "Failure")
        .put("message", event.actor() + ": " + event.action() + " " + event.subject());
    var reason = event.details().path("reason").asText(event.details().path("why").asText());
    if (!reason.isEmpty()) {
      node.put("status_detail", reason);
    }
    var count = event.details().path("event_count").asInt();
    if (count > 0) {
      node.put("count", count);
    }
    node.set("metadata", metadata(event));
    node.set("actor", Json.object().set("user", user(event.actor())));
    node.set("src_endpoint", endpoint(event));
    special(activity, event, node);
    node.set("unmapped", unmapped(event));
    return node;
  }

  private static Activity activity(Stored event) {
    var action = event.action();
    return switch (action) {
      case "read", "read.refused" -> new Activity(OcsfClass.DATASTORE_ACTIVITY, 1, "Read");
      case "read.opened" -> new Activity(OcsfClass.DATASTORE_ACTIVITY, OTHER, "Read announced");
      case "read.ended" -> new Activity(OcsfClass.DATASTORE_ACTIVITY, OTHER, "Read ended");
      case "write", "write.refused" -> new Activity(OcsfClass.DATASTORE_ACTIVITY, 5, "Write");
      case "login", "connect" -> new Activity(OcsfClass.AUTHENTICATION, 1, "Logon");
      case "token.revoke" -> new Activity(OcsfClass.AUTHENTICATION, 2, "Logoff");
      case "subscription.approve" -> new Activity(OcsfClass.USER_ACCESS, 1, "Assign Privileges");
      case "subscription.revoke", "subscription.expire" ->
          new Activity(OcsfClass.USER_ACCESS, 2, "Revoke Privileges");
      default -> api(event);
    };
  }

  private static Activity api(Stored event) {
    var word =
        event.action().equals("request.refused")
            ? event.subject().replaceFirst(" .*", "")
            : event.action().replaceFirst(".*\\.", "");
    return switch (word) {
      case "POST", "create", "request" -> new Activity(OcsfClass.API_ACTIVITY, 1, "Create");
      case "GET", "ask", "export" -> new Activity(OcsfClass.API_ACTIVITY, 2, "Read");
      case "PUT", "change", "set", "revoke", "reject" ->
          new Activity(OcsfClass.API_ACTIVITY, 3, "Update");
      case "DELETE", "delete", "expire" -> new Activity(OcsfClass.API_ACTIVITY, 4, "Delete");
      default -> new Activity(OcsfClass.API_ACTIVITY, OTHER, word);
    };
  }

  /** What only this class has. */
  private static void special(Activity activity, Stored event, ObjectNode node) {
    switch (activity.type) {
      case DATASTORE_ACTIVITY -> datastore(event, node);
      case AUTHENTICATION -> {
        node.set("user", user(event.actor()));
        var gateway = event.action().equals("connect");
        node.set("service", Json.object().put("name", gateway ? "Weft gateway" : "Weft server"));
      }
      case USER_ACCESS -> {
        var after = event.details().path("after");
        node.set("user", user(after.path("principal").asText(event.actor())));
        node.putArray("privileges").add("read");
        node.putArray("resources").add(resource(event.details().path("port").asText(), "port"));
      }
      default -> {
        node.set("api", Json.object().put("operation", event.action()));
        node.putArray("resources").add(resource(event.subject(), "resource"));
        decision(event, node);
      }
    }
  }

  private static void datastore(Stored event, ObjectNode node) {
    node.set("table", Json.object().put("name", event.subject()).put("uid", event.subject()));
    node.put("type_id", 3).put("type", "Table");
    decision(event, node);
    time(event, "since").ifPresent(time -> node.put("start_time", time.toEpochMilli()));
    time(event, "until").ifPresent(time -> node.put("end_time", time.toEpochMilli()));
    var policies = event.details().path("policies");
    if (!policies.isEmpty()) {
      node.set("policy", Json.object().put("name", policies.get(0).asText()));
    }
  }

  private static void decision(Stored event, ObjectNode node) {
    node.put("action_id", event.successful() ? 1 : 2)
        .put("action", event.successful() ? "Allowed" : "Denied")
        .put("disposition_id", event.successful() ? 1 : 2)
        .put("disposition", event.successful() ? "Allowed" : "Blocked");
  }

  private ObjectNode metadata(Stored event) {
    var metadata =
        Json.object()
            .put("version", VERSION)
            .put("uid", event.writer() + "/" + event.sequence())
            .put("sequence", event.sequence())
            .put("event_code", event.action())
            .put("log_name", "weft.audit");
    metadata.set(
        "product",
        Json.object()
            .put("name", "Weft")
            .put("vendor_name", "Weft")
            .put("version", productVersion));
    metadata.putArray("profiles").add("security_control");
    return metadata;
  }

  private static ObjectNode user(String name) {
    var id = PrincipalId.parse(name);
    var type =
        switch (id.type()) {
          case USER -> 1;
          case SYSTEM -> 3;
          default -> 4; // a program: product, service or agent
        };
    return Json.object().put("name", name.isEmpty() ? "unknown" : name).put("type_id", type);
  }

  /** Where it came from; Weft itself where no address is known. */
  private static ObjectNode endpoint(Stored event) {
    var address = event.details().path("address").asText();
    if (address.isEmpty()) {
      return Json.object().put("svc_name", "weft");
    }
    var colon = address.lastIndexOf(':');
    var hasPort = colon > 0 && address.substring(colon + 1).matches("\\d{1,5}");
    var endpoint = Json.object().put("ip", hasPort ? address.substring(0, colon) : address);
    return hasPort
        ? endpoint.put("port", Integer.parseInt(address.substring(colon + 1)))
        : endpoint;
  }

  private static ObjectNode resource(String name, String type) {
    return Json.object().put("name", name.isEmpty() ? "weft" : name).put("type", type);
  }

  /** All details: they never hold a secret. */
  private static ObjectNode unmapped(Stored event) {
    var unmapped = event.details().deepCopy();
    unmapped.put("hash", event.hash()).put("previousHash", event.previousHash());
    return unmapped;
  }

  private static Optional<Instant> time(Stored event, String name) {
    var text = event.details().path(name).asText();
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }
}
