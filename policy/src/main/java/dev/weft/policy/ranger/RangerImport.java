package dev.weft.policy.ranger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.policy.batch.TagReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a service of Apache Ranger into a policy set. */
public final class RangerImport {
  private final Sources sources;
  private final Optional<Imported> before;
  private final Findings findings = new Findings();

  public RangerImport(Sources sources) {
    this(sources, Optional.empty());
  }

  /** To read a set again: what has not changed since is taken over as it was compiled. */
  public RangerImport(Sources sources, Optional<Imported> before) {
    this.sources = sources;
    this.before = before;
  }

  /**
   * The set, with what could not be taken over.
   *
   * @throws ProblemException when a file is not what it should be
   */
  public Imported read() {
    var document = parse(sources.policies(), "policies");
    var bundle =
        document.has("serviceDef")
            ? Bundle.ofPlugIn(document)
            : new Export(document, sources, findings).bundle();
    return new SetReader(bundle, sources.host(), findings, before)
        .read(
            new SetReader.Companions(
                companion(sources.roles(), "roles"),
                companion(sources.users(), "users"),
                companion(sources.tags(), "tags")));
  }

  /** Reads the times in which the tags of requests count. */
  public static TagReader tags(ZoneId host) {
    var schedules = new RangerSchedules(host, new Findings());
    return new TagReader(periods -> schedules.read(embedded(periods), -1));
  }

  /** Validity periods may come as JSON within a text. */
  private static List<JsonNode> embedded(JsonNode periods) {
    var all = new ArrayList<JsonNode>();
    try {
      (periods.isTextual() ? Json.parse(periods.textValue()) : periods).forEach(all::add);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a tag's validity periods are no JSON", e);
    }
    return all;
  }

  private static JsonNode companion(Optional<String> text, String what) {
    return text.map(its -> parse(its, what)).orElse(MissingNode.getInstance());
  }

  static JsonNode parse(String text, String what) {
    try {
      var node = Json.parse(text);
      if (node.isObject()) {
        return node;
      }
      throw problem("not-ranger", "The file of " + what + " is no JSON object.");
    } catch (JsonProcessingException e) {
      var where =
          Optional.ofNullable(e.getLocation())
              .map(at -> " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
              .orElse("");
      throw problem("invalid-json", "The file of " + what + " is no JSON" + where + ".");
    }
  }

  static ProblemException problem(String code, String message) {
    return new ProblemException(
        List.of(
            Problem.input(
                code,
                Place.NOWHERE,
                message,
                "Give the policies that a Ranger plug-in has cached, or an export of the"
                    + " administrator's page.")));
  }
}
