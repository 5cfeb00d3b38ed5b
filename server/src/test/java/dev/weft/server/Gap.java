package dev.weft.server;

import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Says where records are lost on their way from one port, through a flow, into another: in a port,
 * in the flow, or only on the way to one of the readers that compare the two.
 */
record Gap(Rest admin, Path data, OpenReader from, OpenReader to, String flow) {
  private static final int SHOWN_MAX = 10;

  /** One line each; asks the ports themselves, behind the gateway, as well. */
  String words() {
    var before = from.numbers();
    var after = to.numbers();
    return String.join(
        "\n  ",
        "from " + from,
        "to " + to,
        "not copied " + less(before, after),
        "only copied " + less(after, before),
        port(from.port(), before),
        port(to.port(), after),
        "flow " + status());
  }

  private String port(String port, Set<Long> seen) {
    try (var behind = new Behind(data)) {
      var ends = behind.ends(port);
      var records = behind.all(port);
      var there = new HashSet<Long>();
      records.forEach(one -> there.add(Json.parse(one.value()).path("n").asLong()));
      return "port %s: %d records, %d numbers, not read %s, in quarantine %d, ends committed/all %s"
          .formatted(
              port,
              records.size(),
              there.size(),
              less(there, seen),
              behind.all(port + ".quarantine").size(),
              ends);
    } catch (IOException | ExecutionException | RuntimeException | AssertionError e) {
      return "port " + port + " cannot be read: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "port " + port + " not asked";
    }
  }

  private static String less(Set<Long> all, Set<Long> without) {
    List<Long> rest = all.stream().filter(n -> !without.contains(n)).sorted().toList();
    return rest.size() + " " + rest.subList(0, Math.min(SHOWN_MAX, rest.size()));
  }

  private String status() {
    try {
      return admin.get("/api/v1/flows/" + flow).text();
    } catch (RuntimeException e) {
      return flow + " cannot be asked: " + e;
    }
  }
}
