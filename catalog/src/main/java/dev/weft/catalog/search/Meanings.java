package dev.weft.catalog.search;

import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.spi.Embeddings;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of what is in the index, and of questions. Those of new texts are computed by one
 * thread that rests as long as it works, the newest change first; until then things are found by
 * their words. The model is loaded by that thread too, once there is anything to look for, so that
 * nothing waits for it. Safe for any thread.
 */
final class Meanings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Meanings.class);
  private static final int QUESTIONS_MAX = 1000;

  /** Old vectors that are kept beside those in use: a text may come back. */
  private static final int SPARE = 1000;

  private final Embeddings.Source source;
  private final KeptVectors kept;
  private final Consumer<ResourceKey> onVectors;
  private final Thread worker = new Thread(this::work, "meanings");

  /** The texts of each resource, for the worker to compute and for the file to keep. */
  private final Map<ResourceKey, List<String>> texts = new HashMap<>();

  private final Set<ResourceKey> wanted = new HashSet<>();

  /** The same, the newest first; with some that are wanted no longer. */
  private final Deque<ResourceKey> order = new ArrayDeque<>();

  private final Map<String, float[]> questions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > QUESTIONS_MAX;
        }
      };

  private Optional<Embeddings> model = Optional.empty();
  private String missing = "the language model is still being loaded";
  private boolean loading = true;
  private boolean gone;
  private boolean busy;
  private boolean closed;

  /**
   * @param file where vectors are kept
   * @param onVectors is told that all vectors of a resource are there
   */
  Meanings(Embeddings.Source source, Path file, Consumer<ResourceKey> onVectors) {
    this.source = source;
    this.kept = new KeptVectors(file, source.model(), source.dimensions());
    this.onVectors = onVectors;
    worker.setDaemon(true);
  }

  void start() {
    worker.start();
  }

  /** Up to this nearness, a question and a text have nothing to do with each other. */
  float unrelated() {
    return source.unrelated() + MeaningText.NEARER_BY;
  }

  /** The vector of a text if it is known. */
  Optional<float[]> known(String text) {
    return kept.get(text);
  }

  boolean isKnown(String text) {
    return kept.has(text);
  }

  /** Says which texts a resource has now; those that have no vector yet get one in a while. */
  synchronized void expect(ResourceKey key, List<String> of) {
    wanted.remove(key);
    if (of.isEmpty()) {
      texts.remove(key);
      return;
    }
    texts.put(key, of);
    if (gone) {
      return;
    }
    if (!of.stream().allMatch(kept::has)) {
      wanted.add(key);
      order.push(key);
    }
    notifyAll();
  }

  /** The vector of a question; empty while there is no model: {@link #missing} says why. */
  Optional<float[]> ofQuestion(String text) {
    Embeddings loaded;
    synchronized (this) {
      var before = questions.get(text);
      if (before != null || model.isEmpty()) {
        return Optional.ofNullable(before);
      }
      loaded = model.get();
    }
    var vector = loaded.ofQuestion(text);
    synchronized (this) {
      questions.put(text, vector);
    }
    return Optional.of(vector);
  }

  /** Why there is no model; empty when there is one. */
  synchronized String missing() {
    return missing;
  }

  /** How many resources wait for their vectors. */
  synchronized int waiting() {
    return wanted.size();
  }

  /** Returns when every text has its vector, or when there is no model to compute them. */
  synchronized void awaitAll() throws InterruptedException {
    while (!closed && (busy || !wanted.isEmpty() || loading)) {
      wait();
    }
  }

  private void work() {
    try {
      if (awaitSomething() && load()) {
        for (var next = next(); next.isPresent(); next = next()) {
          compute(next.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("Search goes on by words only", e);
      unload("the language model failed");
    }
  }

  private synchronized boolean awaitSomething() throws InterruptedException {
    while (!closed && texts.isEmpty()) {
      wait();
    }
    return !closed;
  }

  private boolean load() {
    try {
      var loaded = source.load();
      synchronized (this) {
        model = Optional.of(loaded);
        missing = "";
        loading = false;
        notifyAll();
      }
      return true;
    } catch (ProblemException e) {
      log.warn("Search goes on by words only: {}", e.getMessage());
      unload(e.getMessage());
      return false;
    }
  }

  /** Only the worker computes passages, so it may close the model. */
  private synchronized void unload(String why) {
    model.ifPresent(Embeddings::close);
    model = Optional.empty();
    missing = why;
    busy = false;
    loading = false;
    gone = true;
    wanted.clear();
    order.clear();
    notifyAll();
  }

  private synchronized Optional<ResourceKey> next() throws InterruptedException {
    busy = false;
    tidy();
    notifyAll();
    while (!closed && wanted.isEmpty()) {
      wait();
    }
    if (closed) {
      return Optional.empty();
    }
    busy = true;
    var key = order.pop();
    while (!wanted.remove(key)) {
      key = order.pop();
    }
    return Optional.of(key);
  }

  private void tidy() {
    if (wanted.isEmpty() && kept.size() > SPARE) {
      var used = texts.values().stream().mapToInt(List::size).sum();
      if (kept.size() > 2 * used + SPARE) {
        kept.keepOnly(texts.values().stream().flatMap(List::stream).toList());
      }
    }
  }

  private void compute(ResourceKey key) throws InterruptedException {
    List<String> of;
    Embeddings loaded;
    synchronized (this) {
      of = texts.getOrDefault(key, List.of());
      loaded = model.orElseThrow();
    }
    var start = System.nanoTime();
    var lines = new HashMap<String, float[]>();
    for (var text : of) {
      if (!kept.has(text)) {
        kept.put(text, MeaningText.vector(text, loaded, lines));
      }
    }
    // Half a core is left to those who wait for something.
    TimeUnit.NANOSECONDS.sleep(System.nanoTime() - start);
    onVectors.accept(key);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    unload("the search is closed");
    kept.close();
  }
}
