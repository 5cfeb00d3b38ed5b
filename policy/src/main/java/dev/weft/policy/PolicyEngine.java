package dev.weft.policy;

import dev.weft.model.ClientKey;
import dev.weft.model.PolicySpec;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.policy.mask.Masks;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Credentials;
import dev.weft.spi.Decisions;
import dev.weft.spi.Egress;
import dev.weft.spi.FieldRule;
import dev.weft.spi.Fold;
import dev.weft.spi.ReadView;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides who may see what, from the mesh as it is now.
 *
 * <p>Follow the mesh log with it, then ask from any thread; nobody who asks ever waits. All that is
 * known at one moment is one value, which a change replaces by another. An answer is compiled once
 * and kept with what it was made from; a change takes over only the answers that it does not touch.
 * {@link #epoch()} grows with what is known, so whoever sees the new epoch gets new answers. It
 * also grows when a grant or a key ends by the clock, and when a tag begins or ends.
 */
public final class PolicyEngine implements Decisions, Egress, Fold, Credentials {
  /** Masks that show nothing of the value. */
  private static final Set<String> HIDING = Set.of("hash", "token", "redact", "null");

  private final Clock clock;
  private final boolean egressClosed;
  private final Masks masks;
  private final ViewCompiler compiler;
  private final FilterCache filters = new FilterCache();
  private final Conditions conditions = new Conditions();
  private final Documents documents = new Documents(conditions);
  private final Deadlines deadlines = new Deadlines();
  private final AtomicLong passed = new AtomicLong();

  /** Replaced by one thread at a time. */
  private volatile Known known = Known.nothing();

  /**
   * An engine that knows nothing yet, and so denies everything.
   *
   * @param maskSecret keys hashes and key tokens, at least 16 bytes; keep it for as long as masked
   *     data shall join
   */
  public PolicyEngine(Clock clock, byte[] maskSecret) {
    this(clock, maskSecret, false);
  }

  /** As the other, and says whether flows may send nowhere where no policy is about them. */
  public PolicyEngine(Clock clock, byte[] maskSecret, boolean egressClosed) {
    this.clock = clock;
    this.egressClosed = egressClosed;
    this.masks = new Masks(maskSecret);
    this.compiler = new ViewCompiler(masks, filters);
  }

  @Override
  public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
    var now = known;
    return now.asked(port)
        .filter(this::holds)
        .flatMap(answers -> answers.find(principal, context, this::holds))
        .orElseGet(() -> compile(now, principal, port, context));
  }

  private boolean holds(PortAnswers answers) {
    return answers.rules().facts().span().holdsNow(clock);
  }

  private boolean holds(ReadView view) {
    return view.until().isEmpty() || clock.instant().isBefore(view.until().get());
  }

  private ReadView compile(
      Known from, PrincipalId principal, PortName port, AccessContext context) {
    var circumstances = new Circumstances(clock.instant(), context);
    var asking = gather(from, principal, port, circumstances, true);
    if (asking.refusal().isPresent()) {
      return ReadView.denied(port, asking.refusal().get());
    }
    var question = asking.question();
    var view = compiler.compile(question, Witness.none()).view();
    var more =
        asking.port().keep(question.reader(), view, context, circumstances.dependsOnAddress());
    if (more && from.isFull()) {
      forget();
    }
    return view;
  }

  private synchronized void forget() {
    known = known.forgetful();
  }

  /** Either a sentence why not even the rules need to be asked, or what to ask them. */
  private record Asking(Optional<String> refusal, PortAnswers port, Question question) {
    static Asking refuse(String why) {
      return new Asking(Optional.of(why), null, null);
    }
  }

  /**
   * @param isNow whether it is as of now: then it is kept, and without the policies that have
   *     nothing to say to the reader
   */
  private Asking gather(
      Known from,
      PrincipalId principal,
      PortName name,
      Circumstances circumstances,
      boolean isNow) {
    var mesh = from.mesh();
    var unreadable = mesh.unreadable();
    if (unreadable.isPresent()) {
      return Asking.refuse(
          unreadable.get() + " cannot be read, so nothing is until it is put right.");
    }
    var reader = mesh.reader(principal);
    if (reader.isEmpty()) {
      return Asking.refuse("'" + principal + "' is not known here, or is disabled.");
    }
    var port = isNow ? portNow(from, name, circumstances) : from.port(name, circumstances.now());
    if (port.isEmpty()) {
      return Asking.refuse("There is no port '" + name + "'.");
    }
    var rules = port.get().rules();
    rules.facts().span().until().ifPresent(circumstances::changesAt);
    var question =
        Question.of(
            reader.get(),
            rules.facts(),
            isNow ? rules.coverages(reader.get()) : rules.coverages(),
            mesh.policies().hidingByTag(reader.get()),
            List.copyOf(mesh.subscriptions(principal, name)),
            circumstances);
    return new Asking(Optional.empty(), port.get(), question);
  }

  /** Whoever has an answer that ends, because a tag begins or ends, hears of it. */
  private Optional<PortAnswers> portNow(Known from, PortName name, Circumstances circumstances) {
    var port = from.portNow(name, circumstances.now());
    port.flatMap(found -> found.rules().facts().span().until())
        .ifPresent(change -> deadlines.add(change.minusMillis(1)));
    return port;
  }

  @Override
  public Answer write(PrincipalId principal, PortName port) {
    var mesh = known.mesh();
    if (!mesh.hasPort(port)) {
      return Answer.deny("There is no port '" + port + "'.");
    }
    var provisioners = mesh.provisioners(port);
    if (provisioners.size() > 1) {
      return Answer.deny(
          "Several provisioning points are named for " + port + ", so nobody writes it.");
    }
    return provisioners.contains(principal)
        ? Answer.allow("It is the provisioning principal of the port.", "")
        : Answer.deny("Only " + provisioners.iterator().next() + " may write " + port + ".");
  }

  @Override
  public Verdict decide(String product, String place) {
    return known.mesh().egress(product, egressClosed).decide(place);
  }

  /** The decisions of a mesh with these policies instead; all else is as it is. */
  public Egress egress(Collection<PolicySpec> policies, Function<String, String> domainOf) {
    var sending =
        policies.stream()
            .filter(policy -> policy.type() == PolicySpec.Type.EGRESS)
            .map(EgressPolicy::new)
            .toList();
    return new PlannedEgress(this, sending, domainOf, egressClosed);
  }

  @Override
  public List<ReadField> fields(String product, PortName port) {
    var facts = known.port(port, clock.instant()).map(answers -> answers.rules().facts());
    if (facts.isEmpty()) {
      return List.of();
    }
    var view = read(PrincipalId.product(product), port);
    return facts.get().fields().stream()
        .filter(field -> !view.allowed() || rule(view, field.path()) != FieldRule.WITHHOLD)
        .map(
            field ->
                new ReadField(
                    field.path(),
                    field.tags().keySet(),
                    field.lookedAt(),
                    view.allowed() && hides(rule(view, field.path()))))
        .toList();
  }

  /** A field below one with a rule, and without its own, has its parent's. */
  private static FieldRule rule(ReadView view, String path) {
    return FieldFacts.upwards(path).stream()
        .filter(view.fields()::containsKey)
        .findFirst()
        .map(view.fields()::get)
        .orElse(view.otherFields());
  }

  private static boolean hides(FieldRule rule) {
    return rule instanceof FieldRule.Masked masked && HIDING.contains(masked.mask().name());
  }

  @Override
  public long epoch() {
    var now = clock.millis();
    if (deadlines.due(now) && deadlines.pass(now)) {
      passed.incrementAndGet();
    }
    return known.epoch() + passed.get();
  }

  /** Policies and grants of people change more often than keys and who may have them. */
  @Override
  public long revision() {
    return known.principals() + passed.get();
  }

  @Override
  public Optional<ClientKey> certificate(String fingerprint) {
    var mesh = known.mesh();
    return mesh.certificate(fingerprint, clock.instant())
        .filter(key -> mesh.reader(key.principal()).isPresent());
  }

  @Override
  public Optional<ClientKey> key(String id) {
    var mesh = known.mesh();
    return mesh.key(id)
        .filter(key -> key.validAt(clock.instant()))
        .filter(key -> mesh.reader(key.principal()).isPresent());
  }

  @Override
  public void apply(List<Change> changes) {
    var prepared = changes.stream().map(documents::prepare).toList();
    synchronized (this) {
      var changed = known.after(prepared);
      // Before it is known: who sees an answer that ends hears of its end.
      changed.touched().forEach(one -> one.deadline().ifPresent(deadlines::add));
      known = changed.known();
    }
  }

  /**
   * To whom access policies open a port, or one of these fields of it, in whatever circumstances,
   * and which policies do. What subscriptions give is not among it.
   */
  public Map<PrincipalId, Set<String>> openings(PortName port, Predicate<String> fields) {
    return Openings.of(known, port, fields, clock.instant());
  }

  /** What is wrong with a policy, all at once, before it is applied; paths are within it. */
  public List<Problem> check(PolicySpec policy) {
    return new PolicyCheck(filters, conditions, masks.expressions()).check(policy);
  }

  /**
   * Why the principal sees what it sees, at any moment and in any circumstances; the mesh is as it
   * is now.
   *
   * @param field a dotted path, to hear of this field and those within it only
   */
  public Explanation explain(
      PrincipalId principal,
      PortName port,
      Optional<String> field,
      AccessContext context,
      Instant at) {
    var asking = gather(known, principal, port, new Circumstances(at, context), false);
    return asking.refusal().isPresent()
        ? Explainer.refused(principal, port, asking.refusal().get())
        : Explainer.explain(asking.question(), compiler, field);
  }

  /** The same now, where nothing is known but who asks. */
  public Explanation explain(PrincipalId principal, PortName port, Optional<String> field) {
    return explain(principal, port, field, AccessContext.NONE, clock.instant());
  }
}
