package dev.weft.model.format;

import static dev.weft.model.format.Shapes.duration;
import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.matching;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.someOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.regex.Pattern;

/** What data of a domain may be asked for, and how requests for it are decided. */
final class RequestRulesShape {
  private static final Pattern SEAT = Pattern.compile("owner|steward|body|group:\\S{1,200}");
  private static final int PURPOSES_MAX = 200;
  private static final int ROUTES_MAX = 100;

  private RequestRulesShape() {}

  static Shape purposes() {
    var purpose =
        object("a purpose").required("name", Names.name()).optional(text(), "title", "description");
    return (node, at) -> {
      listOf(purpose).check(node, at);
      most(node.size(), PURPOSES_MAX, "purposes", at);
      var seen = new HashSet<String>();
      for (var i = 0; node.isArray() && i < node.size(); i++) {
        if (!seen.add(node.get(i).path("name").asText())) {
          at.item(i)
              .key("name")
              .value("repeated", "This purpose is in the list twice.", "Keep one of them.");
        }
      }
    };
  }

  static ObjectShape rules() {
    var routes = listOf(route());
    return object("the rules about requests")
        .optional(
            duration(),
            "longestPeriod",
            "recertifyEvery",
            "recertifyNotice",
            "remindAfter",
            "escalateAfter")
        .optional(
            "routes",
            (node, at) -> {
              routes.check(node, at);
              most(node.size(), ROUTES_MAX, "routes", at);
            })
        .rule(RequestRulesShape::noticeNeedsDay);
  }

  private static ObjectShape route() {
    var seat =
        matching(
            SEAT,
            "bad-seat",
            "a seat",
            "Write owner, steward, body (the governing body) or group:NAME.");
    return object("a route of requests")
        .optional("name", text())
        .optional("tags", someOf("tag", listOf(words())))
        .optional("when", words())
        .optional("seats", someOf("seat", Shapes.uniqueList(seat)))
        .optional("automatic", flag())
        .rule(
            (route, at) -> {
              if (route.path("automatic").asBoolean() == route.has("seats")) {
                at.key(
                    "missing-field",
                    "A route names the seats whose approval is needed, or is automatic; not both.",
                    "Write seats: [owner], or automatic: true.");
              }
              if (route.path("automatic").asBoolean() && !route.has("when")) {
                at.key(
                    "missing-field",
                    "A route that approves by itself needs a condition.",
                    "Write when: \"request.tags.size() == 0\".");
              }
            });
  }

  private static void noticeNeedsDay(ObjectNode rules, At at) {
    if (rules.has("recertifyNotice") && !rules.has("recertifyEvery")) {
      at.key("recertifyNotice")
          .key(
              "misplaced-key",
              "There is notice only of what has to be confirmed.",
              "Add recertifyEvery: 180d.");
    }
  }

  private static void most(int number, int max, String what, At at) {
    if (number > max) {
      at.value("too-many", "A domain has at most " + max + " " + what + ".", "");
    }
  }
}
