package dev.weft.model;

import java.util.List;

/** An Authoritative Data Domain: a bounded, separately governed area. */
public record Domain(String name, String title, String description, Governance governance) {
  /**
   * The governing body, the stewards, and the regulations that apply.
   *
   * @param purposes what data may be asked for; empty: whatever people say
   * @param requests how requests are decided
   */
  public record Governance(
      List<String> body,
      List<String> stewards,
      List<String> regulations,
      List<Purpose> purposes,
      RequestRules requests) {
    public Governance {
      body = Defaults.list(body);
      stewards = Defaults.list(stewards);
      regulations = Defaults.list(regulations);
      purposes = Defaults.list(purposes);
      requests = requests == null ? RequestRules.NONE : requests;
    }
  }

  public Domain {
    title = title == null ? name : title;
    description = Defaults.text(description);
    governance = governance == null ? new Governance(null, null, null, null, null) : governance;
  }
}
