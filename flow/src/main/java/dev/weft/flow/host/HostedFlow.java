package dev.weft.flow.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a host outside the server is to run, as of now. It holds secrets: never log it.
 *
 * @param edition grows old when anything of it changes: whoever names it gets only what is new
 * @param flow the document, as its author wrote it; null when the edition is the one that was named
 * @param parameters the values that were set; secrets in clear
 * @param held processors that shall not run
 * @param ports the product's own ports, by name
 * @param news what is new of the sighting that the beat had, for those who look after the flow
 */
public record HostedFlow(
    String edition,
    ObjectNode flow,
    Map<String, String> parameters,
    List<String> held,
    Map<String, Port> ports,
    List<String> news) {
  public HostedFlow {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    held = held == null ? List.of() : List.copyOf(held);
    ports = ports == null ? Map.of() : Map.copyOf(ports);
    news = news == null ? List.of() : List.copyOf(news);
  }

  /** The same with news, which belong to one beat and to no edition. */
  public HostedFlow withNews(List<String> sentences) {
    return new HostedFlow(edition, flow, parameters, held, ports, sentences);
  }

  /** Nothing has changed since this edition. */
  public static HostedFlow unchanged(String edition) {
    return new HostedFlow(edition, null, Map.of(), List.of(), Map.of(), List.of());
  }

  /**
   * A port of the product.
   *
   * @param contract the document; null when it has none
   * @param mayWrite whether the product may write it; the gateway decides again
   * @param reason why it may not
   * @param known the fields that have been looked at
   */
  public record Port(ObjectNode contract, boolean mayWrite, String reason, List<String> known) {
    public Port {
      known = known == null ? List.of() : List.copyOf(known);
    }
  }

  @Override
  public String toString() {
    return "edition " + edition;
  }
}
