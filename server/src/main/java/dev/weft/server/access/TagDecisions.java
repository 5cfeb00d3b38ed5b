package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.MomentText;
import dev.weft.model.Place;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Validity;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What stewards say of the tags on a field: right, or wrong, and why. It holds for open connections
 * at once, is remembered whatever classifiers or lineage find later, and is in the audit.
 */
public final class TagDecisions {
  private static final int WHY_MAX = 500;
  private static final Pattern TAG = Pattern.compile("[a-z0-9-]{1,40}(?:\\.[a-z0-9-]{1,40}){0,3}");
  private static final Pattern DECIDED =
      Pattern.compile("(?s)(?:; )?(?:confirmed|rejected) by .*$");

  private final MeshLog mesh;

  public TagDecisions(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * What is decided.
   *
   * @param decision {@code confirm} or {@code reject}; a tag that is not there is added by
   *     confirming
   * @param from when a confirmed tag begins to hold, by ISO 8601; empty: it always did
   * @param until its last moment; empty: it holds for ever
   */
  public record Wanted(
      String field, String tag, String decision, String why, String from, String until) {
    public Wanted {
      from = from == null ? "" : from.strip();
      until = until == null ? "" : until.strip();
      field = field == null ? "" : field;
      tag = tag == null ? "" : tag;
      why = why == null ? "" : why.strip();
    }

    /** Without a limit in time. */
    public Wanted(String field, String tag, String decision, String why) {
      this(field, tag, decision, why, "", "");
    }

    boolean rejects() {
      return "reject".equals(decision);
    }

    boolean isTimed() {
      return !from.isEmpty() || !until.isEmpty();
    }
  }

  /**
   * Puts the decision at the field.
   *
   * @return the tag as it is now
   */
  public FieldTag decide(Caller caller, PortName port, Wanted wanted) {
    check(wanted);
    return mesh.decide((state, now) -> decided(caller, state, port, wanted));
  }

  private static MeshLog.Decided<FieldTag> decided(
      Caller caller, MeshState state, PortName port, Wanted wanted) {
    require(caller, state, port);
    var known =
        state
            .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
            .orElse(new PortFields(port.topic(), null));
    var field =
        known.field(wanted.field()).orElseThrow(() -> unseen(port, wanted.field()).asException());
    var tag = tag(field, wanted, caller);
    var tags = new ArrayList<FieldTag>();
    field.tags().stream().filter(one -> stays(one, tag)).forEach(tags::add);
    tags.add(tag);
    var fields = new LinkedHashMap<>(known.fields());
    fields.put(
        wanted.field(), new KnownField(field.type(), field.inContract(), field.firstSeen(), tags));
    var details =
        Json.object()
            .put("field", wanted.field())
            .put("tag", wanted.tag())
            .put("why", wanted.why());
    if (!tag.validity().isAlways()) {
      details.set("validity", Json.MAPPER.valueToTree(tag.validity()));
    }
    var action = wanted.rejects() ? "tag.reject" : "tag.confirm";
    return new MeshLog.Decided<>(
        List.of(
            MeshLog.Put.of(
                new ResourceKey(ResourceKind.PORT_FIELDS, port.topic()),
                Json.tree(new PortFields(known.port(), fields)),
                caller.id())),
        List.of(),
        List.of(new AuditEvent(caller.id(), action, port.topic(), true, details)),
        tag);
  }

  /** What comes from elsewhere holds beyond the time of a tag that somebody says. */
  private static boolean stays(FieldTag one, FieldTag said) {
    return !one.tag().equals(said.tag())
        || (one.status() == FieldTag.Status.PROPAGATED && !said.validity().isAlways());
  }

  private static FieldTag tag(KnownField field, Wanted wanted, Caller caller) {
    var before =
        field.tags().stream()
            .filter(tag -> tag.tag().equals(wanted.tag()))
            .min(Comparator.comparing(tag -> tag.status() == FieldTag.Status.PROPAGATED));
    if (before.isEmpty() && wanted.rejects()) {
      throw Problem.missing(
              "no-such-tag",
              "The field '"
                  + wanted.field()
                  + "' has no tag '"
                  + wanted.tag()
                  + "' that was found.",
              "A tag of the contract is taken back in the contract.")
          .asException();
    }
    var said =
        (wanted.rejects() ? "rejected by " : "confirmed by ") + caller.name() + ": " + wanted.why();
    var found = before.map(tag -> DECIDED.matcher(tag.evidence()).replaceFirst("")).orElse("");
    return new FieldTag(
        wanted.tag(),
        before.map(FieldTag::confidence).orElse(1.0),
        found.isEmpty() ? said : found + "; " + said,
        before.map(FieldTag::source).orElse("steward"),
        wanted.rejects() ? FieldTag.Status.REJECTED : FieldTag.Status.CONFIRMED,
        before.map(FieldTag::attributes).orElse(null),
        validity(wanted));
  }

  private static Validity validity(Wanted wanted) {
    var validity =
        Validity.of(
            moment("from", wanted.from(), MomentText::first),
            moment("until", wanted.until(), MomentText::last));
    if (validity.isNever()) {
      throw wrong("period", "It would end before it begins.", "Write 'from' before 'until'.");
    }
    if (wanted.rejects() && wanted.isTimed()) {
      throw wrong(
          "period",
          "A tag is rejected for all time.",
          "Confirm it with the time in which it holds instead.");
    }
    return validity;
  }

  private static Optional<Instant> moment(
      String key, String text, Function<String, Optional<Instant>> read) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(
            read.apply(text)
                .orElseThrow(() -> wrong(key, "'" + text + "' is not a moment.", MomentText.HINT)));
  }

  static void require(Caller caller, MeshState state, PortName port) {
    var rights = new Rights(state);
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    caller.require(
        caller.isAdmin() || product.filter(found -> rights.tends(caller, found)).isPresent(),
        "not-authorized",
        "You may not decide on tags of " + port + ".",
        "The stewards of its product and domain, and administrators, may.");
  }

  private static void check(Wanted wanted) {
    if (!wanted.rejects() && !"confirm".equals(wanted.decision())) {
      throw wrong(
          "decision", "A tag is confirmed or rejected.", "Send decision: confirm or reject.");
    }
    checkTag(wanted.tag());
    checkWhy(wanted.why());
  }

  static void checkTag(String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw wrong("tag", "This is not a tag.", "Tags are words parted by dots: pii.email.");
    }
  }

  static void checkWhy(String why) {
    if (why.isEmpty() || why.length() > WHY_MAX) {
      throw wrong(
          "why",
          "A decision needs its reason, of at most " + WHY_MAX + " characters.",
          "Say it in a sentence; never put a value into it.");
    }
  }

  private static RuntimeException wrong(String key, String message, String hint) {
    return Problem.input("bad-" + key, Place.field(key), message, hint).asException();
  }

  private static Problem unseen(PortName port, String field) {
    return Problem.missing(
        "no-such-field",
        "No field '" + field + "' has been seen at " + port + ".",
        "A field has tags to decide on once its first record was written.");
  }
}
