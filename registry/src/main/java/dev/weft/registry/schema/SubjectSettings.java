package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.SchemaConfig;
import dev.weft.model.Subject;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is set for subjects, for a context, or for all: how schemas follow each other, and what may
 * be done. Safe for any thread. Where no subject is said, it is about all.
 *
 * <p>What is refused has a code: {@code no-own-config}, {@code no-own-mode}, {@code
 * bad-compatibility}, {@code bad-mode}, {@code bad-subject}, {@code bad-rules}, {@code bad-config},
 * {@code not-permitted}.
 */
public final class SubjectSettings {
  private static final int BYTES_MAX = 64 * 1024;
  private static final Set<String> POLICIES = Set.of("", "STRICT", "LENIENT");

  private final MeshLog mesh;

  public SubjectSettings(MeshLog mesh) {
    this.mesh = mesh;
  }

  private static SubjectName name(Optional<SubjectName> subject) {
    return subject.orElse(RegistryState.everything());
  }

  /**
   * What is set.
   *
   * @param inherited whether what holds for all counts where the subject has nothing of its own
   */
  public SchemaConfig config(Optional<SubjectName> subject, boolean inherited) {
    var state = new RegistryState(mesh.state());
    var own = own(state, name(subject));
    if (subject.isPresent() && own.isEmpty() && !inherited) {
      throw noConfig(subject.get());
    }
    return inherited || subject.isEmpty() ? state.config(name(subject)) : own.get();
  }

  private static Optional<SchemaConfig> own(RegistryState state, SubjectName name) {
    return state
        .subject(name)
        .map(Subject::config)
        .filter(config -> !config.equals(SchemaConfig.NONE));
  }

  private static RuntimeException noConfig(SubjectName name) {
    return Problem.missing(
            "no-own-config",
            "'" + name + "' has no configuration of its own.",
            "defaultToGlobal=true shows what holds for it.")
        .asException();
  }

  /** Sets what the changes name; null takes back what was set. */
  public SchemaConfig configure(Optional<SubjectName> subject, ObjectNode changes, PrincipalId by) {
    return change(
            name(subject),
            "schema.config",
            by,
            before -> {
              var config = Json.tree(before.config());
              for (var change : changes.properties()) {
                if (change.getValue().isNull()) {
                  config.remove(change.getKey());
                } else {
                  config.set(change.getKey(), change.getValue());
                }
              }
              return before.withConfig(checked(name(subject), config));
            })
        .config();
  }

  private static SchemaConfig checked(SubjectName name, JsonNode document) {
    if (Json.bytes(document).length > BYTES_MAX) {
      throw bad("The configuration has more than " + BYTES_MAX + " bytes.");
    }
    SchemaConfig config;
    try {
      config = Json.read(document, SchemaConfig.class);
    } catch (IllegalArgumentException e) {
      throw bad("A key of the configuration has a value of the wrong type.");
    }
    if (!config.compatibility().isEmpty()) {
      Compatibility.of(config.compatibility());
    }
    if (!POLICIES.contains(config.compatibilityPolicy())) {
      throw bad("compatibilityPolicy is STRICT or LENIENT.");
    }
    if (!config.alias().isEmpty()
        && (name.name().isEmpty()
            || name.equals(RegistryState.everything())
            || SubjectName.within(name.context(), config.alias()).equals(name))) {
      throw bad("An alias is a subject's, and names another one.");
    }
    config.defaultRuleSet().ifPresent(RuleSets::check);
    config.overrideRuleSet().ifPresent(RuleSets::check);
    return config;
  }

  private static RuntimeException bad(String message) {
    return Problem.input("bad-config", Place.NOWHERE, message, "").asException();
  }

  /** Takes back all that is set; replies what it was. */
  public SchemaConfig unconfigure(Optional<SubjectName> subject, PrincipalId by) {
    var before =
        own(new RegistryState(mesh.state()), name(subject))
            .or(() -> subject.isEmpty() ? Optional.of(config(subject, true)) : Optional.empty())
            .orElseThrow(() -> noConfig(subject.orElseThrow()));
    change(
        name(subject), "schema.config", by, subjectNow -> subjectNow.withConfig(SchemaConfig.NONE));
    return before;
  }

  /**
   * What may be done.
   *
   * @param inherited whether what holds for all counts where the subject has no mode of its own
   */
  public RegistryMode mode(Optional<SubjectName> subject, boolean inherited) {
    var state = new RegistryState(mesh.state());
    var own = state.ownMode(name(subject));
    if (subject.isPresent() && own.isEmpty() && !inherited) {
      throw noMode(subject.get());
    }
    return inherited || own.isEmpty() ? state.mode(name(subject)) : own.get();
  }

  private static RuntimeException noMode(SubjectName name) {
    return Problem.missing(
            "no-own-mode",
            "'" + name + "' has no mode of its own.",
            "defaultToGlobal=true shows what holds for it.")
        .asException();
  }

  /**
   * Sets the mode.
   *
   * @param force also to IMPORT where there are schemas already
   */
  public RegistryMode setMode(
      Optional<SubjectName> subject, String mode, boolean force, PrincipalId by) {
    var wanted = RegistryMode.of(mode);
    if (wanted == RegistryMode.READONLY_OVERRIDE && subject.isPresent()) {
      throw Registration.notPermitted(mode + " is for all subjects only.", "Use READONLY.");
    }
    return mesh.decide(
        (state, now) -> {
          var registry = new RegistryState(state);
          if (wanted == RegistryMode.IMPORT && !force && hasSchemas(registry, name(subject))) {
            throw Registration.notPermitted(
                "There are schemas already.", "Import into another context, or say force=true.");
          }
          return changed(
              registry, name(subject), "schema.mode", by, one -> one.withMode(mode), wanted);
        });
  }

  private static boolean hasSchemas(RegistryState registry, SubjectName name) {
    return registry
        .subjects()
        .map(subject -> SubjectName.parse(subject.name()))
        .anyMatch(
            one ->
                one.equals(name)
                    || name.equals(RegistryState.everything())
                    || (name.name().isEmpty() && one.context().equals(name.context())));
  }

  /** Takes the mode back; replies what it was. */
  public RegistryMode unsetMode(Optional<SubjectName> subject, PrincipalId by) {
    var before = mode(subject, subject.isEmpty());
    change(name(subject), "schema.mode", by, one -> one.withMode(""));
    return before;
  }

  private Subject change(
      SubjectName name, String action, PrincipalId by, UnaryOperator<Subject> change) {
    return mesh.decide(
        (state, now) -> {
          var registry = new RegistryState(state);
          var before = registry.subject(name).orElse(Subject.named(name.qualified()));
          return changed(registry, name, action, by, change, change.apply(before));
        });
  }

  private static <T> MeshLog.Decided<T> changed(
      RegistryState registry,
      SubjectName name,
      String action,
      PrincipalId by,
      UnaryOperator<Subject> change,
      T reply) {
    var before = registry.subject(name).orElse(Subject.named(name.qualified()));
    var after = change.apply(before);
    if (after.equals(before)) {
      return MeshLog.Decided.nothing(reply);
    }
    var isNothing = after.equals(Subject.named(name.qualified()));
    var key = RegistryState.key(name);
    var details = Json.object();
    details.set("before", said(before));
    details.set("after", said(after));
    var puts = new ArrayList<MeshLog.Put>();
    if (!isNothing) {
      puts.add(MeshLog.Put.of(key, Json.tree(after), by));
    }
    return new MeshLog.Decided<>(
        puts,
        isNothing ? List.of(key) : List.of(),
        List.of(new AuditEvent(by, action, key.toString(), true, details)),
        reply);
  }

  private static ObjectNode said(Subject subject) {
    var said = Json.tree(subject.config());
    return subject.mode().isEmpty() ? said : said.put("mode", subject.mode());
  }
}
