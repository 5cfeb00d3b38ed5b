package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.tools.nifi.ExpressionLanguage.Unmapped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a processor of NiFi is run: when, how often at the same moment, and what becomes of what
 * takes a relationship. What has NiFi's default is not written.
 */
record ImportedRunning(Definition.Node node, List<Finding> findings) {
  private static final int RETRIES_DEFAULT = 10;

  /**
   * Adds it to the processor as a flow writes it.
   *
   * @param relationships NiFi's names to those of Weft; empty where Weft has none such
   */
  void addTo(
      ObjectNode processor, boolean source, Function<String, Optional<String>> relationships) {
    if (source) {
      schedule(processor);
    }
    var json = node.json();
    var tasks = json.path("concurrentlySchedulableTaskCount").asInt(1);
    if (tasks > 1 && !source) {
      processor.put("concurrentTasks", Math.min(tasks, 64));
    } else if (tasks > 1) {
      find("concurrent tasks", "a source runs one at a time here.");
    }
    duration(processor, "penalty", "penaltyDuration", "30 sec");
    duration(processor, "yield", "yieldDuration", "1 sec");
    if (!source) {
      json.path("autoTerminatedRelationships")
          .forEach(
              one ->
                  relationship(processor, one.asText(), relationships)
                      .ifPresent(its -> its.put("autoTerminate", true)));
      json.path("retriedRelationships")
          .forEach(
              one -> relationship(processor, one.asText(), relationships).ifPresent(this::retry));
    }
  }

  private void schedule(ObjectNode processor) {
    var period = node.json().path("schedulingPeriod").asText("0 sec");
    try {
      if (node.json().path("schedulingStrategy").asText().equals("CRON_DRIVEN")) {
        var cron = ImportedCron.unix(period);
        processor.putObject("schedule").put("cron", cron);
        find("schedule", "cron is in UTC here; add a timezone if NiFi's server has another.");
      } else if (!period.matches("0+ .*")) {
        var every = Values.duration(period);
        processor.putObject("schedule").put("every", every);
      }
    } catch (Unmapped e) {
      find("schedule", "it has " + e.getMessage() + ": " + period + ".");
    }
  }

  private void duration(ObjectNode processor, String key, String nifiKey, String usual) {
    var value = node.json().path(nifiKey).asText(usual);
    if (!value.equals(usual)) {
      try {
        processor.put(key, Values.duration(value));
      } catch (Unmapped e) {
        find(key, "it has " + e.getMessage() + ".");
      }
    }
  }

  /** One that leads nowhere and that Weft does not have needs no word. */
  private static Optional<ObjectNode> relationship(
      ObjectNode processor, String nifiName, Function<String, Optional<String>> relationships) {
    return relationships
        .apply(nifiName)
        .map(name -> processor.withObjectProperty("relationships").withObjectProperty(name));
  }

  private void retry(ObjectNode relationship) {
    var json = node.json();
    relationship.put("retry", json.path("retryCount").asInt(RETRIES_DEFAULT));
    if (json.path("backoffMechanism").asText().equals("YIELD_PROCESSOR")) {
      relationship.put("backoff", "yield");
    }
    duration(relationship, "maxBackoff", "maxBackoffPeriod", "10 mins");
  }

  private void find(String property, String what) {
    findings.add(new Finding(node.place() + ", " + property, what, ""));
  }

  /** A connection's queue as a flow writes it; empty when it has NiFi's defaults. */
  static Optional<ObjectNode> queue(
      Definition.Way way, String connection, ObjectNode queue, List<Finding> findings) {
    var place = way.from().place() + ", connection " + way.relationship();
    var json = way.connection();
    queue.put("connection", connection);
    var objects = json.path("backPressureObjectThreshold").asLong(10_000);
    if (objects > 10_000) {
      findings.add(new Finding(place, "senders wait at 10000 records, not " + objects + ".", ""));
    } else if (objects != 10_000 && objects > 0) {
      queue.put("records", objects);
    }
    expiry(json, place, queue, findings);
    order(json, place, queue, findings);
    var size = json.path("backPressureDataSizeThreshold").asText("1 GB");
    if (!size.equals("1 GB")) {
      try {
        queue.put("bytes", Values.bytes(size));
      } catch (Unmapped e) {
        findings.add(new Finding(place, "it has " + e.getMessage() + ".", ""));
      }
    }
    if (!json.path("loadBalanceStrategy").asText("DO_NOT_LOAD_BALANCE").startsWith("DO_NOT")) {
      findings.add(new Finding(place, "it balances load between nodes.", ""));
    }
    return queue.size() > 1 ? Optional.of(queue) : Optional.empty();
  }

  private static void expiry(
      JsonNode json, String place, ObjectNode queue, List<Finding> findings) {
    var expiration = json.path("flowFileExpiration").asText("0 sec");
    if (!expiration.startsWith("0")) {
      try {
        queue.put("expiry", Values.duration(expiration));
      } catch (Unmapped e) {
        findings.add(new Finding(place, "FlowFiles expire after " + expiration + ".", ""));
      }
    }
  }

  private static void order(JsonNode json, String place, ObjectNode queue, List<Finding> findings) {
    var all = json.path("prioritizers");
    if (all.isEmpty()) {
      return;
    }
    var type = all.path(0).asText();
    var name = type.substring(type.lastIndexOf('.') + 1);
    var order =
        switch (name) {
          case "FirstInFirstOutPrioritizer" -> "fifo";
          case "NewestFlowFileFirstPrioritizer" -> "newest";
          case "OldestFlowFileFirstPrioritizer" -> "oldest";
          case "PriorityAttributePrioritizer" -> "attribute:priority";
          default -> "";
        };
    if (order.isEmpty() || all.size() > 1) {
      findings.add(new Finding(place, "it has prioritizers: " + all + "; one is enough here.", ""));
    }
    if (!order.isEmpty()) {
      queue.put("order", order);
    }
  }
}
