package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Who has seen something, as a table with what it does not know said below. */
final class WhoText {
  private static final int RANGES_SHOWN = 5;

  private WhoText() {}

  static String of(JsonNode answer) {
    var notes = new ArrayList<String>();
    if (answer.path("subject").isObject()) {
      notes.add(subject(answer.path("subject")));
    }
    if (answer.hasNonNull("since")) {
      notes.add(
          "What was read before "
              + Text.of(answer.path("since"))
              + " was not looked at: the audit has too many events. Ask with --from and --to.");
    }
    var items = answer.path("items");
    if (items.isEmpty()) {
      notes.add(0, "Nobody.");
      return String.join("\n", notes);
    }
    var table =
        new Table("principal", "saw", "delivered", "offsets", "first", "last", "by", "purpose");
    var uncertain = false;
    var announced = false;
    for (var item : items) {
      uncertain |= item.path("filtered").asLong() + item.path("withheld").asLong() > 0;
      announced |= !item.path("exact").asBoolean();
      table.row(
          Text.of(item.path("principal")),
          (item.path("exact").asBoolean() ? "" : "may have seen ") + Text.of(item.path("sight")),
          Text.of(item.path("delivered")) + records(item.path("subject")),
          ranges(item.path("ranges")),
          Text.of(item.path("first")),
          Text.of(item.path("last")),
          Text.of(item.path("policies")),
          Text.of(item.path("purposes")));
    }
    if (uncertain) {
      notes.add("~ marks ranges of which a filter or a fault left records out.");
    }
    if (announced) {
      notes.add(
          "'may have seen': announced and not reported, of a connection that is open or whose"
              + " gateway was killed.");
    }
    return Text.paragraphs(List.of(table.toString(), String.join("\n", notes)));
  }

  private static String subject(JsonNode subject) {
    return Text.count(subject.path("records").asInt(), "record")
        + " of this key among "
        + Text.of(subject.path("scanned"))
        + " in the port"
        + (subject.path("complete").asBoolean() ? "." : "; there are more, not looked at.");
  }

  private static String records(JsonNode subject) {
    return subject.isObject()
        ? " (of the key: %s seen, %s maybe)"
            .formatted(Text.of(subject.path("seen")), Text.of(subject.path("maybe")))
        : "";
  }

  /** {@code 0/0-99 ~1/5-9}: partition, first and last offset. */
  private static String ranges(JsonNode ranges) {
    var texts = new ArrayList<String>();
    for (var range : ranges) {
      if (texts.size() == RANGES_SHOWN) {
        texts.add("and " + (ranges.size() - RANGES_SHOWN) + " more");
        break;
      }
      texts.add(
          "%s%s/%s-%s"
              .formatted(
                  range.path("certain").asBoolean() ? "" : "~",
                  Text.of(range.path("partition")),
                  Text.of(range.path("from")),
                  Text.of(range.path("to"))));
    }
    return String.join(" ", texts);
  }
}
