package dev.weft.catalog.search;

import dev.weft.catalog.search.SearchQuery.By;
import dev.weft.catalog.search.query.Attribute;
import dev.weft.catalog.search.query.FromQuery;
import dev.weft.catalog.search.query.QueryParser;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.spi.Embeddings;
import dev.weft.spi.Fold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search over everything that people describe, kept by following the mesh log: what a
 * transaction changed is found by the next search, once the index is built. Safe for any thread.
 */
public final class SearchIndex implements Fold, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);

  private final Words documents = Words.ofDocuments();
  private final Words queries = Words.ofQueries();
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final IndexedResources resources = new IndexedResources();
  private final Entries entries;
  private final Facets facets = new Facets();
  private volatile Optional<Meanings> meanings = Optional.empty();
  private volatile Supplier<OptionalDouble> progress = OptionalDouble::empty;

  /** As the other, by the system's clock. */
  public SearchIndex() {
    this(Clock.systemUTC());
  }

  /**
   * Empty; {@code meshLog.follow(searchIndex)} fills it.
   *
   * @param clock says which tags hold
   */
  public SearchIndex(Clock clock) {
    entries = new Entries(resources, clock);
    try {
      writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig(documents));
      searchers = new SearcherManager(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void apply(List<Change> changes) {
    try {
      for (var key : resources.apply(changes)) {
        index(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Uses the vectors that are kept there from now on, and keeps those that are computed; call it
   * before anything is indexed.
   *
   * @param file where vectors are kept; may be deleted at any time
   */
  public synchronized void keepMeanings(Embeddings.Source model, Path file) {
    meanings = Optional.of(new Meanings(model, file, this::refresh));
  }

  /**
   * Begins to compute the vectors that are missing, in the background, and to compare meanings;
   * call it when nobody waits for the start any more.
   */
  public synchronized void computeMeanings() {
    meanings.ifPresent(Meanings::start);
  }

  /** The same of an index that has something in it. */
  public synchronized void compareMeanings(Embeddings.Source model, Path file) {
    var started = new Meanings(model, file, this::refresh);
    meanings = Optional.of(started);
    for (var key : resources.keys()) {
      var texts = texts(entriesOf(key));
      started.expect(key, texts);
      if (texts.stream().anyMatch(started::isKnown)) {
        refresh(key);
      }
    }
    started.start();
  }

  /**
   * What fills the index in its place, without that anybody waits at a start; answers say meanwhile
   * how much can be found.
   */
  public BackgroundFold inBackground(Executor executor, Consumer<Throwable> onBroken) {
    var fold = new BackgroundFold(this, executor, onBroken);
    progress = fold::progress;
    return fold;
  }

  /** Returns when all vectors are computed, or cannot be: for tests and benchmarks. */
  public void awaitMeanings() throws InterruptedException {
    if (meanings.isPresent()) {
      meanings.get().awaitAll();
    }
  }

  /** What fits the query, best first; when no word does, what is spelled nearly so. */
  public SearchResult search(SearchQuery query, Viewer viewer) {
    var text = QueryText.of(query, this::ownAttribute);
    return searching(
        searcher -> {
          var search = new HybridSearch(searcher, facets, text, queries, documents);
          return search.run(query, Audience.of(viewer), question(query, text, search));
        });
  }

  /**
   * Reads an exact question, which may ask for business metadata too.
   *
   * @throws dev.weft.model.ProblemException code {@code bad-query}
   */
  public FromQuery question(String text) {
    return QueryParser.parse(text, new OwnAttributes());
  }

  /** Whether business metadata has this attribute, such as {@code risk.criticality}. */
  public boolean hasAttribute(String name) {
    return ownAttribute(name).isPresent();
  }

  private Optional<Attribute> ownAttribute(String name) {
    return new OwnAttributes().find(Set.of(), name);
  }

  private final class OwnAttributes implements Attribute.Own {
    @Override
    public Optional<Attribute> find(Set<String> kinds, String name) {
      synchronized (SearchIndex.this) {
        return new BusinessIndex(resources).attribute(kinds, name);
      }
    }

    @Override
    public Set<String> names(Set<String> kinds) {
      synchronized (SearchIndex.this) {
        return new BusinessIndex(resources).names(kinds);
      }
    }
  }

  /** What an exact question asks for. */
  public SearchResult search(FromQuery question, Viewer viewer) {
    return searching(
        searcher -> new ExactSearch(searcher, facets, queries).run(question, Audience.of(viewer)));
  }

  private HybridSearch.Question question(SearchQuery query, QueryText text, HybridSearch search)
      throws IOException {
    if (meanings.isEmpty()) {
      return none("meaning is switched off");
    }
    if (query.by() == By.WORDS || text.words().isEmpty()) {
      return none("only words were asked for");
    }
    if (query.by() == By.BOTH && search.isName()) {
      return none("it is a name");
    }
    var vector = meanings.get().ofQuestion(text.question());
    return new HybridSearch.Question(
        vector,
        meanings.get().unrelated(),
        vector.isPresent() ? "compared" : meanings.get().missing());
  }

  private static HybridSearch.Question none(String why) {
    return new HybridSearch.Question(Optional.empty(), 0, why);
  }

  private interface Searching {
    SearchResult run(IndexSearcher searcher) throws IOException;
  }

  private SearchResult searching(Searching search) {
    try {
      searchers.maybeRefreshBlocking();
      var searcher = searchers.acquire();
      try {
        var building = progress.get();
        var result = search.run(searcher);
        return building.isPresent() ? result.whileBuilding(building.getAsDouble()) : result;
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    meanings.ifPresent(Meanings::close);
    try {
      searchers.close();
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void index(ResourceKey key) throws IOException {
    var group = key.toString();
    var made = documents(key, group);
    if (made.isEmpty()) {
      writer.deleteDocuments(new Term(EntryDocument.GROUP, group));
    } else {
      writer.updateDocuments(new Term(EntryDocument.GROUP, group), made);
    }
  }

  private synchronized void refresh(ResourceKey key) {
    try {
      index(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Document> documents(ResourceKey key, String group) {
    var changed = resources.get(key).map(Resource::changedAt).orElse(Instant.EPOCH);
    var made = entriesOf(key);
    meanings.ifPresent(it -> it.expect(key, texts(made)));
    return unlessOdd(
        key,
        () ->
            made.stream()
                .map(entry -> EntryDocument.of(group, changed, entry, vector(entry)))
                .toList());
  }

  private List<Entry> entriesOf(ResourceKey key) {
    return unlessOdd(key, () -> entries.of(key));
  }

  /** A document that was let in although it is odd must not stop the process: it is left out. */
  private static <T> List<T> unlessOdd(ResourceKey key, Supplier<List<T>> made) {
    try {
      return made.get();
    } catch (RuntimeException e) {
      log.error("{} cannot be found by searching", key, e);
      return List.of();
    }
  }

  private static List<String> texts(List<Entry> entries) {
    return entries.stream().map(MeaningText::of).flatMap(Optional::stream).toList();
  }

  private Optional<float[]> vector(Entry entry) {
    return meanings.flatMap(it -> MeaningText.of(entry).flatMap(it::known));
  }
}
