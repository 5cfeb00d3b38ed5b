package dev.weft.policy.ranger;

import java.util.stream.Stream;

/**
 * Says which of a plug-in's context enrichers have no counterpart here: what they find out, whoever
 * asks has to say.
 */
final class Enrichers {
  private final Bundle bundle;
  private final Findings findings;

  Enrichers(Bundle bundle, Findings findings) {
    this.bundle = bundle;
    this.findings = findings;
  }

  void report(SetReader.Companions beside) {
    Stream.of(bundle.serviceDef(), bundle.tagServiceDef())
        .flatMap(def -> Json.list(def, "contextEnrichers").stream())
        .forEach(
            enricher -> {
              var name = Json.text(enricher, "enricher");
              report(name.substring(name.lastIndexOf('.') + 1), beside);
            });
  }

  private void report(String enricher, SetReader.Companions beside) {
    switch (enricher) {
      case "RangerTagEnricher" -> {
        if (beside.tags().isMissingNode()) {
          add(enricher, "give its file of tags with --tags, or the tags with each request");
        }
      }
      case "RangerUserStoreEnricher" -> {
        if (beside.users().isMissingNode()) {
          add(enricher, "give its file of users with --users, or attributes with each request");
        }
      }
      default -> add(enricher, "what it finds out has to come in the context of each request");
    }
  }

  private void add(String enricher, String instead) {
    findings.add(-1, "contextEnrichers", "'" + enricher + "' is not run here: " + instead + ".");
  }
}
