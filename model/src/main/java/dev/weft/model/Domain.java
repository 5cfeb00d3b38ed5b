package dev.weft.model;

import dev.weft.model.governance.Electorate;
import java.util.List;

/** An Authoritative Data Domain: a bounded, separately governed area. */
public record Domain(String name, String title, String description, Governance governance) {
  /**
   * The governing body, the stewards, and the regulations that apply.
   *
   * @param purposes what data may be asked for; empty: whatever people say
   * @param requests how requests are decided
   * @param quorum how many of the body have to say yes: {@code majority}, {@code all} or a number
   * @param publishing what it takes that a product becomes active
   * @param rules which its products are held to
   */
  public record Governance(
      List<String> body,
      List<String> stewards,
      List<String> regulations,
      String quorum,
      Publishing publishing,
      List<Rule> rules,
      List<Purpose> purposes,
      RequestRules requests) {
    public Governance {
      body = Defaults.list(body);
      stewards = Defaults.list(stewards);
      regulations = Defaults.list(regulations);
      purposes = Defaults.list(purposes);
      requests = requests == null ? RequestRules.NONE : requests;
      quorum = quorum == null ? Electorate.MAJORITY : quorum;
      publishing = publishing == null ? Publishing.FILE : publishing;
      rules = Defaults.list(rules);
    }
  }

  /** What it takes that a product becomes active. */
  public enum Publishing {
    /** Its file says so. */
    FILE,
    /** It has all four properties of a data product. */
    COMPLETE,
    /** That, and an owner has proposed it, and somebody else who governs the domain approved. */
    APPROVAL
  }

  /**
   * A computational policy: an expression that has to be true of documents.
   *
   * @param expression in CEL over {@code record}
   * @param message what is said where it is not true
   * @param applies to which kind: product, contract, flow or query
   * @param on {@code publish}: to products that are active and what belongs to them; {@code apply}:
   *     to all
   */
  public record Rule(String name, String expression, String message, String applies, String on) {
    public Rule {
      name = Defaults.text(name);
      expression = Defaults.text(expression);
      message = Defaults.text(message);
      applies = applies == null ? "product" : applies;
      on = on == null ? "publish" : on;
    }
  }

  public Domain {
    title = title == null ? name : title;
    description = Defaults.text(description);
    governance =
        governance == null
            ? new Governance(null, null, null, null, null, null, null, null)
            : governance;
  }
}
