package dev.weft.catalog.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold.Change;
import java.util.List;
import java.util.Optional;

/**
 * One change of a command as the audit must know it: what there was before and what there is after,
 * without verifiers, hashes and secrets. A command that says nothing of a change, or not what it
 * was, is completed here, so that none goes unaudited.
 */
record AuditedChange(Change change, Optional<Resource> before) {
  private static final List<String> VERIFIER = List.of("salt", "storedKey", "serverKey");

  /** Whether only an event whose subject is the resource itself tells of it. */
  boolean hasOwnSubject() {
    return switch (change.key().kind()) {
      case ACCESS_TOKEN,
          PASSWORD,
          PARAMETERS,
          FLOW_CONTROL,
          PORT_FIELDS,
          TAG_STOPS,
          POLICY_SET_PART ->
          false;
      default -> true;
    };
  }

  /** Whether the event is the command's own account of this change, under another subject. */
  boolean isToldBy(AuditEvent event) {
    var key = change.key();
    return switch (key.kind()) {
      case ACCESS_TOKEN -> event.action().startsWith("token.");
      case PORT_FIELDS, TAG_STOPS -> event.subject().equals(key.name());
      case POLICY_SET_PART -> event.subject().equals(wholeSet(key));
      default ->
          !event.action().startsWith("resource.") && event.subject().endsWith("/" + key.name());
    };
  }

  /** The event with before and after, unless it has them or tells of something finer. */
  AuditEvent completed(AuditEvent event) {
    var details = event.details();
    if (details.has("before") || details.has("after") || isToldInParts()) {
      return event;
    }
    return new AuditEvent(
        event.actor(),
        event.action(),
        event.subject(),
        event.successful(),
        withBoth(details.deepCopy()));
  }

  /** The account of a change of which the command said nothing. */
  AuditEvent untold(PrincipalId by) {
    var action =
        change.resource().isEmpty()
            ? "resource.delete"
            : before.isEmpty() ? "resource.create" : "resource.change";
    return new AuditEvent(by, action, change.key().toString(), true, withBoth(Json.object()));
  }

  /**
   * Tokens have no content to speak of, fields are told one by one, the head of an imported set
   * holds the hash of its pieces, of jobs outside the event says what they reported, and of tables
   * at sources what has changed.
   */
  private boolean isToldInParts() {
    return switch (change.key().kind()) {
      case ACCESS_TOKEN,
          PORT_FIELDS,
          POLICY_SET_PART,
          EXTERNAL_JOB,
          EXTERNAL_DATASET,
          SOURCE_TABLE ->
          true;
      default -> false;
    };
  }

  /** {@code PolicySet/hive} of the piece {@code hive.003}. */
  private static String wholeSet(ResourceKey part) {
    var dot = part.name().lastIndexOf('.');
    return new ResourceKey(ResourceKind.POLICY_SET, part.name().substring(0, Math.max(0, dot)))
        .toString();
  }

  private ObjectNode withBoth(ObjectNode details) {
    before.ifPresent(old -> details.set("before", shown(old.key(), old.document())));
    change.resource().ifPresent(next -> details.set("after", shown(next.key(), next.document())));
    return details;
  }

  private static ObjectNode shown(ResourceKey key, ObjectNode document) {
    return switch (key.kind()) {
      case PASSWORD, POLICY_SET_PART -> Json.object();
      case CLIENT_KEY -> document.deepCopy().without(VERIFIER);
      case PARAMETERS -> parameters(document);
      default -> document;
    };
  }

  private static ObjectNode parameters(ObjectNode document) {
    var shown = Json.object();
    shown.set("plain", document.path("plain"));
    document.path("secrets").fieldNames().forEachRemaining(shown.putArray("secrets")::add);
    return shown;
  }
}
