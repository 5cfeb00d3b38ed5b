package dev.weft.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortReader.From;
import dev.weft.server.pages.PortPages;
import dev.weft.server.query.AdHocQueries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records and rows for an agent: few, small, soon, and through the gateway as the person. */
public final class AgentReads {
  private static final int RECORDS = 20;
  private static final int RECORDS_MAX = 200;
  private static final int BYTES_MAX = 256 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PortPages pages;
  private final Function<String, PortReader> readers;
  private final AdHocQueries queries;

  /**
   * @param readers of ports, by what the client calls itself to the gateway, and so in the audit
   */
  public AgentReads(PortPages pages, Function<String, PortReader> readers, AdHocQueries queries) {
    this.pages = pages;
    this.readers = readers;
    this.queries = queries;
  }

  ObjectNode read(Asking asking, PortName port) {
    var access = pages.page(asking.caller(), port, asking.context()).access();
    if (!access.allowed()) {
      throw Problem.refused(
              "not-authorized", access.reason(), "The tool request_access asks for it.")
          .asException();
    }
    var max = asking.number("max", RECORDS, RECORDS_MAX);
    var reader = readers.apply("weft-agent-" + asking.agent().replaceAll("[^A-Za-z0-9._-]+", "-"));
    var from = asking.optional("from");
    var into = new Bounded(max);
    if (from.isPresent()) {
      reader.read(
          asking.caller().id(), asking.context(), port, From.parse(from.get()), false, into::take);
    } else {
      reader.sample(asking.caller().id(), asking.context(), port, max).forEach(into::take);
    }
    return into.answer("records").put("port", port.topic());
  }

  ObjectNode query(Asking asking) {
    var max = asking.number("max", RECORDS, RECORDS_MAX);
    var until = System.nanoTime() + PATIENCE.toNanos();
    var into = new Bounded(max);
    var asked = new AdHocQueries.Asked(null, null, asking.text("sql"), List.of(), Map.of());
    queries.run(
        asking.caller(),
        asking.context(),
        asked,
        false,
        max,
        new AdHocQueries.Sink() {
          @Override
          public boolean take(DataRecord row) {
            return into.add(Json.MAPPER.valueToTree(row.fields()));
          }

          @Override
          public boolean waits() {
            into.cut |= System.nanoTime() > until;
            return !into.cut;
          }
        });
    return into.answer("rows");
  }

  /** Takes so many, and no more than fit. */
  private static final class Bounded {
    private final int max;
    private final ArrayNode all = Json.MAPPER.createArrayNode();
    private int bytes;
    private boolean cut;

    Bounded(int max) {
      this.max = max;
    }

    boolean take(PortReader.Seen seen) {
      return add(Json.tree(seen));
    }

    boolean add(JsonNode one) {
      var size = Json.bytes(one).length;
      if (all.size() >= max || bytes + size > BYTES_MAX) {
        cut = true;
        return false;
      }
      bytes += size;
      all.add(one);
      return all.size() < max;
    }

    ObjectNode answer(String name) {
      var answer = Json.object();
      answer.set(name, all);
      return answer.put("complete", !cut && all.size() < max);
    }
  }

  /** For the words that name agents. */
  static String shortened(String text, int most) {
    return text.codePoints()
        .filter(letter -> letter >= ' ' && letter < 0x7f)
        .limit(most)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
