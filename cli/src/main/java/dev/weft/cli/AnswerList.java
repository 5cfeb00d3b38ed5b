package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;

/** Prints the parts of a long list as one list, each as soon as it is there. */
final class AnswerList {
  private final Session session;
  private int items;

  AnswerList(Session session) {
    this.session = session;
  }

  void add(JsonNode part) {
    var out = session.terminal().out();
    for (var item : part) {
      if (session.format() == Format.YAML) {
        out.print(Yaml.write(Json.MAPPER.createArrayNode().add(item)));
      } else {
        out.print(items == 0 ? "[ " : ", ");
        out.print(text(item));
      }
      items++;
    }
  }

  private String text(JsonNode item) {
    var text = item.toPrettyString();
    return session.format() == Format.JSON ? text : Text.printable(text);
  }

  void end() {
    var out = session.terminal().out();
    if (session.format() == Format.YAML) {
      out.print(items == 0 ? Yaml.write(Json.MAPPER.createArrayNode()) : "");
    } else {
      out.println(items == 0 ? "[ ]" : " ]");
    }
  }
}
