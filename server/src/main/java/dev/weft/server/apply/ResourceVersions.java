package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Resource;
import dev.weft.model.format.Documents;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of any resource since it was created, as the audit has kept them: the mesh log is
 * compacted and knows the newest only.
 */
public final class ResourceVersions {
  private static final Set<String> ACTIONS =
      Set.of("resource.create", "resource.change", "resource.delete");
  private static final int VERSIONS_MAX = 100;

  private final AuditLog audit;
  private final Documents documents = new Documents();

  public ResourceVersions(AuditLog audit) {
    this.audit = audit;
  }

  /** One version, as {@code export} would write it. */
  public record Version(long version, Instant changedAt, String changedBy, String text) {}

  /** All versions that the audit has, newest first; at least the one that holds now. */
  public List<Version> of(Resource now) {
    var versions = new ArrayList<Version>();
    var number = now.version();
    for (var event : events(now)) {
      if (event.details().path("after") instanceof ObjectNode document && number > 0) {
        versions.add(new Version(number, event.time(), event.actor(), documents.write(document)));
        number--;
      }
    }
    if (versions.isEmpty()) {
      var text = documents.write(now.document());
      versions.add(new Version(now.version(), now.changedAt(), now.changedBy(), text));
    }
    return List.copyOf(versions);
  }

  /** Since it was created last, newest first. */
  private List<Stored> events(Resource now) {
    var found =
        audit.search(
            new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.of(now.key().toString()),
                Optional.empty(),
                Optional.empty(),
                event -> ACTIONS.contains(event.action()) && event.successful(),
                VERSIONS_MAX));
    var events = new ArrayList<Stored>();
    for (var event : found) {
      if (!event.action().equals("resource.delete")) {
        events.add(event);
      }
      if (!event.action().equals("resource.change")) {
        break;
      }
    }
    return events;
  }
}
