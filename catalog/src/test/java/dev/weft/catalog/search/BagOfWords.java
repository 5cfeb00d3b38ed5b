package dev.weft.catalog.search;

import dev.weft.model.Problem;
import dev.weft.spi.Embeddings;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A language model that knows no language: texts are near when they have words in common. Some
 * words mean the same to it.
 */
final class BagOfWords implements Embeddings.Source {
  private static final int DIMENSIONS = 64;

  private final boolean runs;
  private final AtomicInteger passages = new AtomicInteger();

  BagOfWords() {
    this(true);
  }

  /** One for another kind of machine. */
  BagOfWords(boolean runs) {
    this.runs = runs;
  }

  /** How many passages it was asked for. */
  int passages() {
    return passages.get();
  }

  @Override
  public String model() {
    return "bag of words";
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public float unrelated() {
    return 0.1f;
  }

  @Override
  public Embeddings load() {
    if (!runs) {
      throw Problem.environment("no-embeddings", "It does not run here.", "None.").asException();
    }
    return new Embeddings() {
      @Override
      public float[] ofPassage(String text) {
        passages.incrementAndGet();
        return vector(text);
      }

      @Override
      public float[] ofQuestion(String text) {
        return vector(text);
      }

      @Override
      public void close() {}
    };
  }

  private static float[] vector(String text) {
    var vector = new float[DIMENSIONS];
    vector[0] = 0.01f; // a text without words has a length too
    for (var word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
      var meant = word.equals("plastic") ? "card" : word;
      vector[1 + Math.floorMod(meant.hashCode(), DIMENSIONS - 1)] += 1;
    }
    var squares = 0.0;
    for (var number : vector) {
      squares += number * number;
    }
    for (var i = 0; i < DIMENSIONS; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
