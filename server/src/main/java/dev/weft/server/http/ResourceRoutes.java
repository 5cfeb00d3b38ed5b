package dev.weft.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.server.access.Insiders;
import dev.weft.server.apply.Applier;
import dev.weft.server.apply.Deletions;
import dev.weft.server.apply.DocumentWork;
import dev.weft.server.apply.Reconciler;
import dev.weft.server.apply.ResourceVersions;
import dev.weft.server.audit.Replay;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Apply, plan, get, delete, export. */
public final class ResourceRoutes {
  private static final int LIMIT_MAX = 100_000;
  private static final Pattern REPLAY = Pattern.compile("([1-9]|[1-8]\\d|90)d");

  private final MeshLog mesh;
  private final DocumentWork documents;
  private final Deletions deletions;
  private final Reconciler reconciler;
  private final Replay recorded;
  private final ResourceVersions versions;

  public ResourceRoutes(
      MeshLog mesh,
      DocumentWork documents,
      Deletions deletions,
      Reconciler reconciler,
      Replay recorded,
      ResourceVersions versions) {
    this.versions = versions;
    this.recorded = recorded;
    this.mesh = mesh;
    this.documents = documents;
    this.deletions = deletions;
    this.reconciler = reconciler;
  }

  record Apply(
      List<File> documents,
      Map<String, String> parameters,
      Map<String, String> secrets,
      boolean dryRun,
      String replay,
      String force) {
    @Override
    public String toString() {
      return "apply"; // never its secrets
    }
  }

  record File(String file, String text) {}

  record ResourceView(
      String kind,
      String name,
      long version,
      Instant changedAt,
      String changedBy,
      ObjectNode document) {}

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/apply",
        "Applies documents, all or none; dryRun only says what would change.",
        this::apply);
    routes.get(
        "/api/v1/resources/{kind}",
        "All resources of a kind, or those with a word in their name or title.",
        List.of("q", "limit"),
        this::list);
    routes.get("/api/v1/resources/{kind}/{name}", "One resource.", request -> view(find(request)));
    routes.get(
        "/api/v1/resources/{kind}/{name}/versions",
        "What a resource was, newest first, as the audit has kept it.",
        request -> new Answers.Items<>(versions.of(find(request))));
    routes.delete("/api/v1/resources/{kind}/{name}", "Removes a resource.", this::delete);
    routes.get(
        "/api/v1/export",
        "All authored resources as files for apply.",
        request -> new Answers.Items<>(documents.files(request.caller(), insiders(request)::sees)));
  }

  private Object apply(Request request) {
    var body = request.body(Apply.class);
    var files = new ArrayList<SourceText>();
    for (var file : body.documents() == null ? List.<File>of() : body.documents()) {
      if (file.text() == null) {
        throw Problem.input(
                "no-text",
                Place.field("documents"),
                "A document has no text.",
                "Send {file, text}.")
            .asException();
      }
      files.add(new SourceText(file.file() == null ? "" : file.file(), file.text()));
    }
    var wanted =
        new Applier.Request(files, body.parameters(), body.secrets(), body.dryRun(), body.force());
    if (body.replay() != null) {
      return replayed(request.caller(), wanted, body.replay());
    }
    var applied = documents.apply(request.caller(), wanted);
    if (!wanted.dryRun()) {
      reconciler.reconcile();
    }
    return applied;
  }

  /** A plan, and whom it would touch: for auditors all, for others the ports they own. */
  private Object replayed(Caller caller, Applier.Request wanted, String replay) {
    if (!wanted.dryRun() || !REPLAY.matcher(replay).matches()) {
      throw Problem.input(
              "bad-replay",
              Place.field("replay"),
              "Recorded accesses are replayed for a plan, of some days.",
              "Send dryRun: true and replay: 7d, at most 90d.")
          .asException();
    }
    var state = mesh.state();
    var owned = Set.copyOf(new Rights(state).ownedBy(caller.name()));
    var plan = documents.plan(caller, wanted);
    var days = Duration.ofDays(Long.parseLong(replay.substring(0, replay.length() - 1)));
    var outcome =
        recorded.run(
            state, plan, days, port -> caller.isAuditor() || owned.contains(port.product()));
    return new Planned(plan.reply().changes(), false, outcome);
  }

  record Planned(List<Applier.Change> changes, boolean applied, Replay.Outcome replay) {}

  private Object list(Request request) {
    var word = request.query("q").orElse("").toLowerCase(Locale.ROOT);
    var insiders = insiders(request);
    return new Answers.Items<>(
        mesh.state().all(kind(request)).stream()
            .filter(resource -> isNamed(resource, word))
            .filter(insiders::sees)
            .limit(request.number("limit", Integer.MAX_VALUE, LIMIT_MAX))
            .map(ResourceRoutes::view)
            .toList());
  }

  private static boolean isNamed(Resource resource, String word) {
    return word.isEmpty()
        || resource.name().toLowerCase(Locale.ROOT).contains(word)
        || resource.document().path("title").asText().toLowerCase(Locale.ROOT).contains(word);
  }

  private Object delete(Request request) {
    deletions.delete(request.caller(), key(request));
    reconciler.reconcile();
    return Route.Answer.NONE;
  }

  private Insiders insiders(Request request) {
    return new Insiders(mesh.state(), request.caller());
  }

  private Resource find(Request request) {
    var key = key(request);
    return mesh.state()
        .get(key)
        .filter(insiders(request)::sees)
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-resource",
                        "There is no " + key + ".",
                        "'weft get "
                            + key.kind().word().toLowerCase(Locale.ROOT)
                            + "' lists what there is.")
                    .asException());
  }

  private static ResourceView view(Resource resource) {
    return new ResourceView(
        resource.kind().word(),
        resource.name(),
        resource.version(),
        resource.changedAt(),
        resource.changedBy(),
        resource.document());
  }

  private static ResourceKey key(Request request) {
    return new ResourceKey(kind(request), request.path("name"));
  }

  /** Only kinds that people write: hashes of passwords and tokens are shown to nobody. */
  private static ResourceKind kind(Request request) {
    return ResourceKind.parse(request.path("kind"))
        .filter(ResourceKind::authored)
        .orElseThrow(() -> unknownKind(request.path("kind")));
  }

  private static ProblemException unknownKind(String kind) {
    var kinds =
        Arrays.stream(ResourceKind.values())
            .filter(ResourceKind::authored)
            .map(ResourceKind::word)
            .collect(Collectors.joining(", "));
    return Problem.missing(
            "unknown-kind", "'" + kind + "' is not a kind of resource.", "Kinds: " + kinds + ".")
        .asException();
  }
}
