package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Products and ports laid out for people, the most asked first. */
final class ResourcePages {
  private ResourcePages() {}

  static String product(JsonNode page) {
    var parts = new ArrayList<String>();
    parts.add(
        Text.of(page.path("id"))
            + Text.part(": ", page.path("name"))
            + version(page)
            + "\n"
            + Text.of(page.path("purpose")));
    parts.add(
        Text.lines(
            page,
            "domain",
            "owners",
            "stewards",
            "tags",
            "limitations",
            "usage",
            "flows",
            "queries"));
    parts.add(inputs(page.path("inputPorts")));
    page.path("outputPorts").forEach(port -> parts.add(port(port)));
    parts.add(notes(page.path("notes")));
    return Text.paragraphs(parts);
  }

  static String port(JsonNode page) {
    return Text.paragraphs(
        List.of(
            "Port "
                + Text.of(page.path("port"))
                + Text.part(": ", page.path("description"))
                + "\n"
                + size(page),
            access(page.path("access")),
            fields(page.path("fields")),
            serviceLevels(page.path("serviceLevels")),
            consumers(page.path("consumers"))));
  }

  /** What has no page of its own: who changed it when, and its document. */
  static String resource(JsonNode resource) {
    return "# %s %s, version %s, by %s at %s%n%s"
        .formatted(
            Text.of(resource.path("kind")),
            Text.of(resource.path("name")),
            Text.of(resource.path("version")),
            Text.of(resource.path("changedBy")),
            Text.of(resource.path("changedAt")),
            Yaml.write(resource.path("document")));
  }

  private static String version(JsonNode page) {
    return Stream.of(Text.of(page.path("version")), Text.of(page.path("status")))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String size(JsonNode page) {
    // Offsets are counted, and those of transactions are among them.
    return "About %s in %s, contract %s%s"
        .formatted(
            Text.count(page.path("records").asInt(), "record"),
            Text.count(page.path("partitions").asInt(), "partition"),
            Text.of(page.path("contractId")),
            Text.part(" version ", page.path("contractVersion")));
  }

  private static String access(JsonNode access) {
    return (access.path("allowed").asBoolean() ? "You may read it" : "You may not read it")
        + Text.part(": ", access.path("reason"));
  }

  private static String fields(JsonNode fields) {
    if (fields.isEmpty()) {
      return "";
    }
    var table = new Table("field", "type", "you see", "tags", "notes");
    for (var field : fields) {
      table.row(
          Text.of(field.path("path")),
          Text.of(field.path("type")),
          youSee(field),
          tags(field.path("tags")),
          fieldNotes(field));
    }
    return table.toString();
  }

  private static String youSee(JsonNode field) {
    return switch (Text.of(field.path("myRule"))) {
      case "mask" -> Text.of(field.path("myMask")) + Text.part(", by ", field.path("myPolicy"));
      case "withhold" -> "nothing";
      default -> "all";
    };
  }

  private static String tags(JsonNode tags) {
    return tags.valueStream()
        .filter(tag -> !Text.of(tag.path("status")).equals("REJECTED"))
        .map(tag -> Text.of(tag.path("tag")))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String fieldNotes(JsonNode field) {
    return Stream.of(
            field.path("primaryKey").asBoolean() ? "key" : "",
            field.path("required").asBoolean() ? "required" : "",
            field.path("inContract").asBoolean(true) ? "" : "not in the contract",
            Text.of(field.path("atSource")),
            Text.of(field.path("description")))
        .filter(note -> !note.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String inputs(JsonNode ports) {
    return ports.isEmpty() ? "" : Table.of(ports, "name", "contractId", "port");
  }

  private static String serviceLevels(JsonNode levels) {
    return levels.isEmpty()
        ? ""
        : levels
            .valueStream()
            .map(
                level ->
                    Text.of(level.path("property"))
                        + Text.part(" ", level.path("value"))
                        + Text.part(" ", level.path("unit")))
            .collect(Collectors.joining(", ", "Service levels: ", ""));
  }

  private static String consumers(JsonNode consumers) {
    return consumers.isEmpty()
        ? ""
        : Table.of(consumers, "principal", "purpose", "until", "lastRead", "delivered");
  }

  private static String notes(JsonNode notes) {
    return notes
        .valueStream()
        .map(note -> "Note: " + Text.of(note))
        .collect(Collectors.joining("\n"));
  }
}
