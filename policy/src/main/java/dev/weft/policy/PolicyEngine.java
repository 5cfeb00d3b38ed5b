package dev.weft.policy;

import dev.weft.model.ClientKey;
import dev.weft.model.PolicySpec;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Subscription;
import dev.weft.policy.ViewCache.Entry;
import dev.weft.policy.mask.Masks;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Credentials;
import dev.weft.spi.Decisions;
import dev.weft.spi.Fold;
import dev.weft.spi.ReadView;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * Decides who may see what, from the mesh as it is now.
 *
 * <p>Follow the mesh log with it, then ask from any thread. An answer that is compiled already is
 * found without a lock; one that is not is compiled once, and a change drops only the answers that
 * it touches. What an answer is made from is gathered under the lock and never changes, so that it
 * is compiled outside: changes and questions keep each other waiting for moments only. {@link
 * #epoch()} grows after answers are dropped, so whoever sees the new epoch gets new answers. It
 * also grows when a grant or a key ends by the clock.
 */
public final class PolicyEngine implements Decisions, Fold, Credentials {
  private final Clock clock;
  private final Masks masks;
  private final ViewCompiler compiler;
  private final FilterCache filters = new FilterCache();
  private final Conditions conditions = new Conditions();
  private final MeshFacts mesh = new MeshFacts(conditions);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final ViewCache views = new ViewCache();
  private final ConcurrentMap<PortName, PortRules> ports = new ConcurrentHashMap<>();
  private final Deadlines deadlines = new Deadlines();
  private final AtomicLong epoch = new AtomicLong();

  /**
   * An engine that knows nothing yet, and so denies everything.
   *
   * @param maskSecret keys hashes and key tokens, at least 16 bytes; keep it for as long as masked
   *     data shall join
   */
  public PolicyEngine(Clock clock, byte[] maskSecret) {
    this.clock = clock;
    this.masks = new Masks(maskSecret);
    this.compiler = new ViewCompiler(masks, filters);
  }

  @Override
  public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
    return views
        .find(principal, port, context, this::holds)
        .orElseGet(() -> compile(principal, port, context));
  }

  private boolean holds(ReadView view) {
    return view.until().isEmpty() || clock.instant().isBefore(view.until().get());
  }

  private ReadView compile(PrincipalId principal, PortName port, AccessContext context) {
    var circumstances = new Circumstances(clock.instant(), context);
    var asking = gather(principal, port, circumstances, true);
    if (asking.refusal().isPresent()) {
      return ReadView.denied(port, asking.refusal().get());
    }
    var asked = asking.question();
    var view = compiler.compile(asked, Witness.none()).view();
    keep(new Entry(asked.reader(), asked.port(), view), context, asking);
    return view;
  }

  /** An answer that a change may have overtaken is given, but not kept. */
  private void keep(Entry entry, AccessContext context, Asking asking) {
    lock.readLock().lock();
    try {
      if (epoch.get() == asking.epoch()) {
        var dependsOnAddress = asking.given().circumstances().dependsOnAddress();
        views.put(entry, context, dependsOnAddress);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Either a sentence why not even the rules need to be asked, or what to ask them. */
  private record Asking(Optional<String> refusal, Given given, long epoch) {
    static Asking refuse(String why) {
      return new Asking(Optional.of(why), null, 0);
    }

    Question question() {
      return given.question();
    }
  }

  /**
   * What an answer is made from. None of it ever changes, so the rest is done without the lock.
   *
   * @param onlyNaming without the policies that have nothing to say to the reader
   */
  private record Given(
      Reader reader,
      PortRules rules,
      List<CompiledPolicy> hidingByTag,
      List<Subscription> subscriptions,
      Circumstances circumstances,
      boolean onlyNaming) {
    Question question() {
      var port = rules.facts();
      var coverages = onlyNaming ? rules.coverages(reader) : rules.coverages();
      return new Question(
          reader,
          port,
          coverages.stream().flatMap(one -> forReader(one, reader, port)).toList(),
          hidingByTag.stream().filter(policy -> policy.mayHideByTag(port)).toList(),
          subscriptions,
          circumstances,
          new Judge(reader, port, circumstances));
    }
  }

  private Asking gather(
      PrincipalId principal, PortName port, Circumstances circumstances, boolean onlyNaming) {
    lock.readLock().lock();
    try {
      var unreadable = mesh.unreadable();
      if (unreadable.isPresent()) {
        return Asking.refuse(
            unreadable.get() + " cannot be read, so nothing is until it is put right.");
      }
      var reader = mesh.reader(principal);
      if (reader.isEmpty()) {
        return Asking.refuse("'" + principal + "' is not known here, or is disabled.");
      }
      var rules = rules(port);
      if (rules.isEmpty()) {
        return Asking.refuse("There is no port '" + port + "'.");
      }
      var given =
          new Given(
              reader.get(),
              rules.get(),
              mesh.policies().hidingByTag(reader.get()),
              List.copyOf(mesh.subscriptions(principal, port)),
              circumstances,
              onlyNaming);
      return new Asking(Optional.empty(), given, epoch.get());
    } finally {
      lock.readLock().unlock();
    }
  }

  private static Stream<Coverage> forReader(Coverage coverage, Reader reader, PortFacts port) {
    return coverage.policy().isTemplated()
        ? coverage.policy().coverage(port, reader).stream()
        : Stream.of(coverage);
  }

  private Optional<PortRules> rules(PortName port) {
    var known = ports.get(port);
    if (known != null) {
      return Optional.of(known);
    }
    var made = mesh.port(port).map(facts -> new PortRules(facts, mesh.policies().coverages(facts)));
    made.ifPresent(rules -> ports.put(port, rules));
    return made;
  }

  @Override
  public Answer write(PrincipalId principal, PortName port) {
    lock.readLock().lock();
    try {
      if (mesh.port(port).isEmpty()) {
        return Answer.deny("There is no port '" + port + "'.");
      }
      return principal.equals(PrincipalId.product(port.product()))
          ? Answer.allow("It is the provisioning principal of the port.", "")
          : Answer.deny("Only " + PrincipalId.product(port.product()) + " may write " + port + ".");
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public long epoch() {
    var now = clock.millis();
    if (deadlines.due(now) && deadlines.pass(now)) {
      epoch.incrementAndGet();
    }
    return epoch.get();
  }

  @Override
  public Optional<ClientKey> certificate(String fingerprint) {
    lock.readLock().lock();
    try {
      return mesh.certificate(fingerprint, clock.instant())
          .filter(key -> mesh.reader(key.principal()).isPresent());
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Optional<ClientKey> key(String id) {
    lock.readLock().lock();
    try {
      return mesh.key(id)
          .filter(key -> key.validAt(clock.instant()))
          .filter(key -> mesh.reader(key.principal()).isPresent());
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void apply(List<Change> changes) {
    var prepared = changes.stream().map(mesh::prepare).toList();
    lock.writeLock().lock();
    try {
      var touched = new ArrayList<Touched>();
      prepared.forEach(change -> touched.add(mesh.apply(change)));
      touched.removeIf(one -> !one.relevant());
      touched.forEach(this::change);
      touched.forEach(one -> one.deadline().ifPresent(deadlines::add));
      if (!touched.isEmpty()) {
        epoch.incrementAndGet();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void change(Touched touched) {
    for (var port : ports.entrySet()) {
      touched
          .rules()
          .apply(port.getValue())
          .ifPresentOrElse(port::setValue, () -> ports.remove(port.getKey()));
    }
    views.drop(touched.views());
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
    var asking = gather(principal, port, new Circumstances(at, context), false);
    return asking.refusal().isPresent()
        ? Explainer.refused(principal, port, asking.refusal().get())
        : Explainer.explain(asking.question(), compiler, field);
  }

  /** The same now, where nothing is known but who asks. */
  public Explanation explain(PrincipalId principal, PortName port, Optional<String> field) {
    return explain(principal, port, field, AccessContext.NONE, clock.instant());
  }
}
