package dev.weft.server.pages;

import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions that products said they had before, as the audit has kept them: the mesh log is
 * compacted and knows the newest only. The audit is read once for each change of a product, and for
 * all products together.
 */
public final class ProductVersions {
  private static final Set<String> ACTIONS =
      Set.of("resource.create", "resource.change", "resource.delete");
  private static final long OLDER_EVENTS_MAX = 1_000_000;
  private static final int VERSIONS_MAX = 50;

  private final AuditLog audit;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public ProductVersions(AuditLog audit) {
    this.audit = audit;
  }

  /** As of one version of the resource. */
  private record Known(long resource, List<String> older) {}

  /** Of each of these products its older versions, oldest first. */
  public Map<String, List<String>> of(Collection<Resource> products) {
    var changed = products.stream().filter(this::isNew).toList();
    if (!changed.isEmpty()) {
      read(changed);
    }
    var versions = new HashMap<String, List<String>>();
    for (var product : products) {
      var found = known.get(product.name());
      versions.put(
          product.name(), product.version() == 1 || found == null ? List.of() : found.older());
    }
    return versions;
  }

  private boolean isNew(Resource product) {
    var found = known.get(product.name());
    return product.version() > 1 && (found == null || found.resource() != product.version());
  }

  private void read(List<Resource> products) {
    var said = new HashMap<String, List<String>>();
    var wanted = new HashMap<String, Resource>();
    products.forEach(product -> wanted.put(product.key().toString(), product));
    var query = AuditQuery.of(ACTIONS, ResourceKind.DATA_PRODUCT.word() + "/*");
    var unused =
        audit.each(
            query,
            event -> {
              if (wanted.containsKey(event.subject())) {
                note(event, said.computeIfAbsent(event.subject(), key -> new ArrayList<>()));
              }
            },
            OLDER_EVENTS_MAX,
            (events, of) -> {});
    wanted.forEach(
        (subject, product) -> {
          var older = new ArrayList<>(said.getOrDefault(subject, List.of()));
          older.removeIf(product.document().path("version").asText("")::equals);
          var newest = older.subList(Math.max(0, older.size() - VERSIONS_MAX), older.size());
          known.put(product.name(), new Known(product.version(), List.copyOf(newest)));
        });
  }

  /** A product that was deleted and came again is another one. */
  private static void note(Stored event, List<String> versions) {
    if (event.action().equals("resource.delete")) {
      versions.clear();
      return;
    }
    var version = event.details().path("after").path("version").asText("");
    if (!version.isBlank() && !versions.contains(version)) {
      versions.add(version);
    }
  }
}
