package dev.weft.catalog.search;

import dev.weft.catalog.search.SearchResult.FacetValue;
import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search over everything that people describe, kept by following the mesh log: what a
 * transaction changed is found by the next search. Safe for any thread.
 */
public final class SearchIndex implements Fold, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);
  private static final int FACET_VALUES_MAX = 50;

  private final Words documents = Words.ofDocuments();
  private final Words queries = Words.ofQueries();
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Map<ResourceKey, Resource> resources = new TreeMap<>();
  private final Dependents dependents = new Dependents();
  private final Entries entries = new Entries(new Known());
  private Optional<Facetable> facetable = Optional.empty();

  private record Facetable(IndexReader reader, SortedSetDocValuesReaderState state) {}

  /** Empty; {@code meshLog.follow(searchIndex)} fills it. */
  public SearchIndex() {
    try {
      writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig(documents));
      searchers = new SearcherManager(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void apply(List<Change> changes) {
    var affected = new TreeSet<ResourceKey>();
    for (var change : changes) {
      if (Dependents.KINDS.contains(change.key().kind())) {
        dependents.collect(change.key(), affected);
        change
            .resource()
            .ifPresentOrElse(
                it -> resources.put(it.key(), it), () -> resources.remove(change.key()));
        dependents.learn(change.key(), change.resource());
        dependents.collect(change.key(), affected);
      }
    }
    try {
      for (var key : affected) {
        index(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What fits the query, best first; when nothing does, what is spelled nearly so. */
  public SearchResult search(SearchQuery query) {
    var text = QueryText.of(query);
    var words = new WordQuery(text, queries);
    try {
      searchers.maybeRefreshBlocking();
      var searcher = searchers.acquire();
      try {
        var highlighter = new Highlighter(text, queries, documents);
        var found = run(searcher, words.exactly(), query.limit(), highlighter);
        return found.total() > 0 || text.words().isEmpty()
            ? found
            : run(searcher, words.nearly(), query.limit(), highlighter);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
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

  /** A document that was let in although it is odd must not stop the process: it is left out. */
  private List<Document> documents(ResourceKey key, String group) {
    try {
      return entries.of(key).stream().map(entry -> EntryDocument.of(group, entry)).toList();
    } catch (RuntimeException e) {
      log.error("{} cannot be found by searching", key, e);
      return List.of();
    }
  }

  private SearchResult run(IndexSearcher searcher, Query query, int limit, Highlighter highlighter)
      throws IOException {
    var found = FacetsCollectorManager.search(searcher, query, limit, new FacetsCollectorManager());
    var stored = searcher.storedFields();
    var items = new ArrayList<Item>();
    for (var hit : found.topDocs().scoreDocs) {
      var entry = EntryDocument.entry(stored.document(hit.doc));
      items.add(item(entry, highlighter, hit.score));
    }
    var total = found.facetsCollector().getMatchingDocs().stream().mapToLong(it -> it.totalHits);
    return new SearchResult(
        total.sum(), items, facets(searcher.getIndexReader(), found.facetsCollector()));
  }

  private Map<String, List<FacetValue>> facets(IndexReader reader, FacetsCollector collector)
      throws IOException {
    var facets = new LinkedHashMap<String, List<FacetValue>>();
    EntryDocument.FACETS.forEach(name -> facets.put(name, List.of()));
    if (reader.numDocs() == 0) {
      return facets;
    }
    var counts = new SortedSetDocValuesFacetCounts(state(reader), collector);
    for (var name : EntryDocument.FACETS) {
      Optional.ofNullable(counts.getTopChildren(FACET_VALUES_MAX, name))
          .ifPresent(
              found ->
                  facets.put(
                      name,
                      List.of(found.labelValues).stream()
                          .map(it -> new FacetValue(it.label, it.value.longValue()))
                          .toList()));
    }
    return facets;
  }

  /** Costly to make, so made once for what a reader sees. */
  private SortedSetDocValuesReaderState state(IndexReader reader) throws IOException {
    synchronized (searchers) {
      if (facetable.filter(known -> known.reader.equals(reader)).isEmpty()) {
        var state = new DefaultSortedSetDocValuesReaderState(reader, EntryDocument.FACETS_CONFIG);
        facetable = Optional.of(new Facetable(reader, state));
      }
      return facetable.get().state;
    }
  }

  private static Item item(Entry entry, Highlighter highlighter, double score) {
    return new Item(
        entry.kind(),
        entry.name(),
        entry.title(),
        entry.description(),
        entry.domain(),
        entry.owners(),
        entry.tags(),
        entry.port(),
        highlighter.of(entry),
        score);
  }

  /** The resources as the entries see them. */
  private final class Known implements Entries.Sources {
    @Override
    public <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun) {
      return get(new ResourceKey(kind, name)).flatMap(resource -> read(resource, noun));
    }

    @Override
    public Optional<Resource> get(ResourceKey key) {
      return Optional.ofNullable(resources.get(key));
    }
  }

  static <T> Optional<T> read(Resource resource, Class<T> noun) {
    try {
      return Optional.of(resource.as(noun));
    } catch (IllegalArgumentException e) {
      log.warn("{} is left out of the search: {}", resource.key(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The kinds of things that can be found. */
  public static Set<String> kinds() {
    return Set.of("product", "port", "field", "contract", "flow", "query", "term", "domain");
  }
}
