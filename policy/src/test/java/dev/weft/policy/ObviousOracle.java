package dev.weft.policy;

import dev.weft.model.NamePattern;
import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PolicySpec.Priority;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.model.PolicyValidity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides as docs/policies.md says, slowly and in plain sight: no index, no cache, no shared code
 * with the engine. It knows one port, {@code p.o} of domain {@code d}, and the few conditions that
 * the test uses.
 */
final class ObviousOracle {
  private static final List<String> STRICTER =
      List.of(
          "none",
          "date-show-year",
          "show-first-4",
          "show-last-4",
          "token",
          "hash",
          "redact",
          "null",
          "?");

  /** A field: its tags with their levels, those of the port included; whether it is classified. */
  record Field(String path, Map<String, String> tags, boolean lookedAt) {}

  /** A subscription that is approved; no end means for ever. */
  record Grant(List<String> fields, Optional<Instant> until, String purpose) {}

  /** Who asks: groups and roles with all that they are part of; attributes that may be missing. */
  record Asker(
      String kind,
      String name,
      Set<String> groups,
      Set<String> roles,
      Map<String, String> attributes,
      String purpose,
      String address) {}

  /** Where the port lies. */
  record Place(String zone, boolean ownTagPolicies, Map<String, String> portTags) {}

  /** What is asked about: a field or not, under a tag or not, known or not. */
  private record About(String field, String tag, String level, boolean unknown) {
    static final About PORT = new About("", "", "", false);
    static final About UNKNOWN = new About("", "", "", true);
  }

  /** A rule that applies, certainly or perhaps. */
  private record Applies(Rule rule, boolean certain) {}

  private static final Rule DENY_OTHERS =
      new Rule(Principals.NOBODY, null, List.of("read"), null, null);

  private final List<PolicySpec> policies;
  private final Place place;
  private final List<Field> fields;
  private final Asker asker;
  private final List<Grant> grants;
  private final Instant now;

  ObviousOracle(
      List<PolicySpec> policies,
      Place place,
      List<Field> fields,
      Asker asker,
      List<Grant> grants,
      Instant now) {
    this.policies = policies.stream().sorted(Comparator.comparing(PolicySpec::name)).toList();
    this.place = place;
    this.fields = fields;
    this.asker = asker;
    this.grants = grants;
    this.now = now;
  }

  // Access

  boolean allowed() {
    if (closes(Priority.OVERRIDE)) {
      return false;
    }
    var opened = opens(Priority.OVERRIDE);
    return opened
        || (!closes(Priority.NORMAL) && (opens(Priority.NORMAL) || !activeGrants().isEmpty()));
  }

  private boolean closes(Priority priority) {
    return access(priority).stream()
        .anyMatch(policy -> wholePort(policy) && denies(portRules(policy)));
  }

  private boolean opens(Priority priority) {
    return opensPort(priority) || fields.stream().anyMatch(field -> opensField(priority, field));
  }

  private boolean opensPort(Priority priority) {
    return access(priority).stream()
        .anyMatch(policy -> wholePort(policy) && allows(portRules(policy)));
  }

  private boolean opensField(Priority priority, Field field) {
    return access(priority).stream()
        .anyMatch(
            policy ->
                covers(policy, field)
                    && !doubtful(policy, field)
                    && allows(fieldRules(policy, field)));
  }

  private boolean withholds(Priority priority, Field field) {
    return access(priority).stream()
        .anyMatch(policy -> covers(policy, field) && denies(fieldRules(policy, field)));
  }

  private boolean mightWithholdByTag(Priority priority) {
    return access(priority).stream()
        .anyMatch(policy -> mightTag(policy) && denies(rules(policy, About.UNKNOWN, true)));
  }

  private boolean mightWithholdUnknown(Priority priority) {
    return mightWithholdByTag(priority)
        || access(priority).stream()
            .anyMatch(
                policy ->
                    coversUnknown(policy)
                        && denies(rules(policy, About.UNKNOWN, certainNames(policy))));
  }

  private boolean fieldOpen(Field field) {
    if (withholds(Priority.OVERRIDE, field)
        || (!field.lookedAt() && mightWithholdByTag(Priority.OVERRIDE))) {
      return false;
    }
    if (opensPort(Priority.OVERRIDE) || opensField(Priority.OVERRIDE, field)) {
      return true;
    }
    var given =
        opensPort(Priority.NORMAL)
            || opensField(Priority.NORMAL, field)
            || activeGrants().stream()
                .anyMatch(
                    grant ->
                        grant.fields().isEmpty()
                            || grant.fields().stream().anyMatch(g -> within(g, field.path())));
    return given
        && !closes(Priority.NORMAL)
        && !withholds(Priority.NORMAL, field)
        && (field.lookedAt() || !mightWithholdByTag(Priority.NORMAL));
  }

  private boolean unknownOpen() {
    if (mightWithholdUnknown(Priority.OVERRIDE)) {
      return false;
    }
    if (opensPort(Priority.OVERRIDE)) {
      return true;
    }
    var given =
        opensPort(Priority.NORMAL)
            || activeGrants().stream().anyMatch(grant -> grant.fields().isEmpty());
    return given && !closes(Priority.NORMAL) && !mightWithholdUnknown(Priority.NORMAL);
  }

  // Masks

  /** {@code show}, {@code withhold} or a mask, for each field. */
  String rule(Field field) {
    if (!fieldOpen(field)) {
      return "withhold";
    }
    var perhaps = masks(Priority.OVERRIDE, field, false);
    perhaps.addAll(masks(Priority.NORMAL, field, false));
    var override = masks(Priority.OVERRIDE, field, true);
    var decided = override.isEmpty() ? masks(Priority.NORMAL, field, true) : override;
    decided.addAll(perhaps);
    var mask = decided.stream().max(Comparator.comparing(STRICTER::indexOf)).orElse("none");
    var mightBeHidden =
        mightMaskByTag(Priority.OVERRIDE)
            || (override.isEmpty() && mightMaskByTag(Priority.NORMAL));
    if (mask.equals("?") || (!field.lookedAt() && mightBeHidden)) {
      return "withhold";
    }
    return mask.equals("none") ? "show" : mask;
  }

  private List<String> masks(Priority priority, Field field, boolean certain) {
    var all = new ArrayList<String>();
    for (var policy : of(PolicySpec.Type.MASK, priority)) {
      if (covers(policy, field)) {
        for (var one : fieldRules(policy, field)) {
          var mask = known(one.rule().mask().word());
          if (one.certain() == certain && !(mask.equals("none") && doubtful(policy, field))) {
            all.add(mask);
          }
        }
      }
    }
    return all;
  }

  private boolean mightMaskByTag(Priority priority) {
    return of(PolicySpec.Type.MASK, priority).stream()
        .anyMatch(policy -> mightTag(policy) && hides(rules(policy, About.UNKNOWN, true)));
  }

  private boolean mightMaskUnknown(Priority priority) {
    return mightMaskByTag(priority)
        || of(PolicySpec.Type.MASK, priority).stream()
            .anyMatch(
                policy ->
                    coversUnknown(policy)
                        && hides(rules(policy, About.UNKNOWN, certainNames(policy))));
  }

  String ruleOfOthers() {
    var overrideShows =
        of(PolicySpec.Type.MASK, Priority.OVERRIDE).stream()
            .anyMatch(
                policy -> {
                  var rules = rules(policy, About.UNKNOWN, certainNames(policy));
                  return coversUnknown(policy)
                      && wholePort(policy)
                      && !hides(rules)
                      && rules.stream().anyMatch(Applies::certain);
                });
    var hidden =
        !unknownOpen()
            || mightMaskUnknown(Priority.OVERRIDE)
            || (!overrideShows && mightMaskUnknown(Priority.NORMAL));
    return hidden ? "withhold" : "show";
  }

  // Row filters

  Set<String> filters() {
    var override = filters(Priority.OVERRIDE, true);
    var all = new HashSet<>(override.isEmpty() ? filters(Priority.NORMAL, true) : override);
    all.addAll(filters(Priority.OVERRIDE, false));
    all.addAll(filters(Priority.NORMAL, false));
    var texts = new HashSet<String>();
    all.forEach(one -> texts.add(one.text()));
    return texts;
  }

  boolean filtersSeeRaw() {
    var override = filters(Priority.OVERRIDE, true);
    var all = new HashSet<>(override.isEmpty() ? filters(Priority.NORMAL, true) : override);
    all.addAll(filters(Priority.OVERRIDE, false));
    all.addAll(filters(Priority.NORMAL, false));
    return !all.isEmpty()
        && all.stream().allMatch(one -> one.policy().filterOn() == PolicySpec.FilterOn.RAW);
  }

  private record Filter(PolicySpec policy, String text) {}

  private Set<Filter> filters(Priority priority, boolean certain) {
    var all = new HashSet<Filter>();
    for (var policy : of(PolicySpec.Type.ROW_FILTER, priority)) {
      var about =
          wholeOrPart(policy)
              || fields.stream().anyMatch(field -> covers(policy, field))
              || coversUnknown(policy);
      if (about) {
        for (var one : rules(policy, portAbout(policy), certainNames(policy))) {
          if (one.certain() == certain) {
            all.add(new Filter(policy, one.rule().filter()));
          }
        }
      }
    }
    return all;
  }

  // One policy

  private static boolean denies(List<Applies> rules) {
    return rules.stream().anyMatch(one -> one.rule().deny().contains("read"));
  }

  private static boolean allows(List<Applies> rules) {
    return !denies(rules)
        && rules.stream().anyMatch(one -> one.certain() && one.rule().allow().contains("read"));
  }

  private static boolean hides(List<Applies> rules) {
    return rules.stream().anyMatch(one -> !one.rule().mask().word().equals("none"));
  }

  /** The rules about the port: where conditions are about fields, fields decide. */
  private List<Applies> portRules(PolicySpec policy) {
    var about = portAbout(policy);
    var all = new ArrayList<Applies>();
    for (var one : rules(policy, about, certainNames(policy), true)) {
      all.add(one);
    }
    return all;
  }

  private About portAbout(PolicySpec policy) {
    var tag = byName(policy) ? Optional.<String>empty() : portTag(policy);
    return tag.map(one -> new About("", one, place.portTags().get(one), false)).orElse(About.PORT);
  }

  private List<Applies> fieldRules(PolicySpec policy, Field field) {
    var all = new ArrayList<Applies>();
    for (var about : abouts(policy, field)) {
      all.addAll(rules(policy, about, certainNames(policy)));
    }
    return all;
  }

  private List<About> abouts(PolicySpec policy, Field field) {
    var named = byName(policy) || byFieldName(policy, field);
    var matching =
        field.tags().keySet().stream()
            .filter(tag -> named || matches(policy.resources().tags(), tag))
            .sorted()
            .toList();
    var asksTag =
        policy.when().contains("tag.")
            || policy.rules().stream().anyMatch(rule -> rule.when().contains("tag."));
    var all = new ArrayList<About>();
    if (!asksTag) {
      var tag = named || matching.isEmpty() ? "" : matching.get(0);
      all.add(new About(field.path(), tag, field.tags().getOrDefault(tag, ""), false));
      return all;
    }
    matching.forEach(tag -> all.add(new About(field.path(), tag, field.tags().get(tag), false)));
    if (named && (matching.isEmpty() || !field.lookedAt())) {
      all.add(new About(field.path(), "", "", !field.lookedAt()));
    }
    return all;
  }

  private List<Applies> rules(PolicySpec policy, About about, boolean certainNames) {
    return rules(policy, about, certainNames, false);
  }

  private List<Applies> rules(
      PolicySpec policy, About about, boolean certainNames, boolean portOnly) {
    var all = new ArrayList<Applies>();
    if (!policy.enabled() || !inWindow(policy)) {
      return all;
    }
    for (var rule : policy.rules()) {
      if (!isAmong(rule.principals()) || isAmong(rule.except())) {
        continue;
      }
      if (portOnly && (aboutParts(policy.when(), about) || aboutParts(rule.when(), about))) {
        return all;
      }
      var one = truth(policy.when(), about);
      var two = truth(rule.when(), about);
      if (one.equals("no") || two.equals("no")) {
        continue;
      }
      var certain = one.equals("yes") && two.equals("yes") && certainNames;
      var closing =
          switch (policy.type()) {
            case ACCESS -> rule.deny().contains("read");
            case MASK -> !rule.mask().word().equals("none");
            case ROW_FILTER -> true;
            case EGRESS -> throw new IllegalStateException("it says nothing of reading");
          };
      if (certain || closing) {
        all.add(new Applies(rule, certain));
      }
      if (certain) {
        return all;
      }
    }
    var applies =
        !truth(policy.when(), about).equals("no")
            && !(portOnly && aboutParts(policy.when(), about));
    if (policy.otherwise() == PolicySpec.Otherwise.DENY && applies) {
      all.add(new Applies(DENY_OTHERS, true));
    }
    return all;
  }

  private static boolean aboutParts(String when, About about) {
    return when.contains("resource.field") || (when.contains("tag.") && about.tag().isEmpty());
  }

  /** The conditions of the test, in Java. */
  private String truth(String when, About about) {
    if (about.unknown() && (when.contains("resource.field") || when.contains("tag."))) {
      return "?";
    }
    return switch (when) {
      case "" -> "yes";
      case "env.purpose == 'fraud'" ->
          asker.purpose().isEmpty() ? "?" : yes(asker.purpose().equals("fraud"));
      case "env.ip.ipInRange('10.0.0.0/8')" ->
          asker.address().isEmpty() ? "?" : yes(asker.address().startsWith("10."));
      case "env.hour < 12" -> yes(now.atZone(ZoneOffset.UTC).getHour() < 12);
      case "user.team == 'o'" -> {
        var team = asker.attributes().get("team");
        yield team == null ? "?" : yes(team.equals("o"));
      }
      case "user.nothing == 1" -> "?";
      case "tag.name == 'pii.email'" -> yes(about.tag().equals("pii.email"));
      case "tag.attributes.level == 'high'" ->
          about.level().isEmpty() ? "?" : yes(about.level().equals("high"));
      case "resource.field == 'a'" ->
          about.field().isEmpty() ? "?" : yes(about.field().equals("a"));
      case "resource.domain == 'd'" -> "yes";
      default -> throw new IllegalArgumentException(when);
    };
  }

  private static String yes(boolean truth) {
    return truth ? "yes" : "no";
  }

  private boolean inWindow(PolicySpec policy) {
    return policy.validity().isEmpty() || policy.validity().stream().anyMatch(this::inWindow);
  }

  /** Windows of the test have instants; its recurrence is each day from 08:00 for 10 hours. */
  private boolean inWindow(PolicyValidity window) {
    var begun = window.from().isEmpty() || !now.isBefore(Instant.parse(window.from()));
    var ended = !window.to().isEmpty() && !now.isBefore(Instant.parse(window.to()));
    var hour = now.atZone(ZoneOffset.UTC).getHour();
    return begun && !ended && (window.recurrence().isAlways() || (hour >= 8 && hour < 18));
  }

  private boolean isAmong(Principals who) {
    var person = asker.kind().equals("user");
    return who.everyone()
        || (person && who.users().contains(asker.name()))
        || (person && who.groups().stream().anyMatch(asker.groups()::contains))
        || (person && who.roles().stream().anyMatch(asker.roles()::contains))
        || (asker.kind().equals("agent") && who.agents().contains(asker.name()));
  }

  // What a policy is about

  private boolean inReachByName(PolicySpec policy) {
    return policy.zone().equals(place.zone());
  }

  private boolean inReachByTag(PolicySpec policy) {
    return policy.zone().equals(place.zone())
        || (policy.zone().isEmpty() && !place.ownTagPolicies());
  }

  private boolean mightTag(PolicySpec policy) {
    return !policy.resources().tags().isEmpty() && inReachByTag(policy) && !excluded(policy);
  }

  /** The port is taken out as a whole. */
  private boolean excluded(PolicySpec policy) {
    var out = policy.resources().excludes();
    return matches(out.ports(), "p.o")
        || place.portTags().keySet().stream().anyMatch(tag -> matches(out.tags(), tag));
  }

  private boolean byName(PolicySpec policy) {
    var about = policy.resources();
    return inReachByName(policy)
        && (matches(about.domains(), "d")
            || matches(about.products(), "p")
            || matches(about.ports(), "p.o"));
  }

  private Optional<String> portTag(PolicySpec policy) {
    return inReachByTag(policy)
        ? place.portTags().keySet().stream()
            .filter(tag -> matches(policy.resources().tags(), tag))
            .sorted()
            .findFirst()
        : Optional.empty();
  }

  private boolean wholeOrPart(PolicySpec policy) {
    return !excluded(policy) && (byName(policy) || portTag(policy).isPresent());
  }

  private boolean wholePort(PolicySpec policy) {
    return wholeOrPart(policy) && !policy.resources().excludes().namesFields();
  }

  private boolean byFieldName(PolicySpec policy, Field field) {
    for (var path = field.path(); inReachByName(policy); path = parent(path)) {
      if (matches(policy.resources().fields(), "p.o." + path)) {
        return true;
      }
      if (!path.contains(".")) {
        break;
      }
    }
    return false;
  }

  private boolean covers(PolicySpec policy, Field field) {
    var out = policy.resources().excludes();
    for (var path = field.path(); ; path = parent(path)) {
      if (matches(out.fields(), "p.o." + path)) {
        return false;
      }
      if (!path.contains(".")) {
        break;
      }
    }
    if (excluded(policy) || field.tags().keySet().stream().anyMatch(t -> matches(out.tags(), t))) {
      return false;
    }
    var byTag =
        inReachByTag(policy)
            && field.tags().keySet().stream()
                .anyMatch(tag -> matches(policy.resources().tags(), tag));
    return byName(policy) || byFieldName(policy, field) || byTag;
  }

  private static boolean doubtful(PolicySpec policy, Field field) {
    return !policy.resources().excludes().tags().isEmpty() && !field.lookedAt();
  }

  private boolean coversUnknown(PolicySpec policy) {
    return wholeOrPart(policy)
        || (!excluded(policy)
            && inReachByName(policy)
            && policy.resources().fields().stream().anyMatch(ObviousOracle::mayReach));
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** Whether all names that depend on the reader's team can be told. */
  private boolean certainNames(PolicySpec policy) {
    return asker.attributes().containsKey("team")
        || policy.resources().ports().stream().noneMatch(text -> text.contains("{user.team}"));
  }

  private boolean matches(List<String> patterns, String name) {
    return patterns.stream()
        .map(text -> text.replace("{user.team}", asker.attributes().getOrDefault("team", "*")))
        .anyMatch(pattern -> NamePattern.of(pattern).matches(name));
  }

  private List<Grant> activeGrants() {
    return grants.stream()
        .filter(grant -> grant.until().map(now::isBefore).orElse(true))
        .filter(grant -> asker.purpose().isEmpty() || grant.purpose().equals(asker.purpose()))
        .toList();
  }

  private List<PolicySpec> access(Priority priority) {
    return of(PolicySpec.Type.ACCESS, priority);
  }

  private List<PolicySpec> of(PolicySpec.Type type, Priority priority) {
    return policies.stream()
        .filter(policy -> policy.type() == type && policy.priority() == priority)
        .toList();
  }

  private static boolean within(String granted, String path) {
    return path.equals(granted) || path.startsWith(granted + ".");
  }

  /** Patterns of the test that could name a field of {@code p.o} which does not exist yet. */
  private static boolean mayReach(String pattern) {
    return Map.of("p.o.a", true, "p.o.*", true, "*.b", true, "p.o.n", true, "q.o.a", false)
        .get(pattern);
  }

  private static String known(String mask) {
    return STRICTER.contains(mask) ? mask : "?";
  }
}
