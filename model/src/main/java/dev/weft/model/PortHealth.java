package dev.weft.model;

import java.time.Instant;
import java.util.List;

/**
 * Which promises of its contract a port does not keep at the moment; there is none while it keeps
 * all that can be measured.
 */
public record PortHealth(String port, List<Breach> breaches) {
  public PortHealth {
    breaches = Defaults.list(breaches);
  }

  /**
   * A promise that is not kept.
   *
   * @param objective the promise's id, unique within the contract
   * @param name as people know it
   * @param field the dotted path that it is about; may be empty
   * @param promised what the contract says, in words
   * @param measured what was found when it broke, in words; no values of records
   * @param severity the author's own word; may be empty
   * @param since when it was seen first
   */
  public record Breach(
      String objective,
      String name,
      String field,
      String promised,
      String measured,
      String severity,
      Instant since) {
    public Breach {
      field = Defaults.text(field);
      severity = Defaults.text(severity);
    }

    /** For people: what, promised and found. */
    public String sentence() {
      return "%s: promised %s, found %s".formatted(name, promised, measured);
    }
  }
}
