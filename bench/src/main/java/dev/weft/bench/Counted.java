package dev.weft.bench;

import dev.weft.spi.Embeddings;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A language model that computes so many passages and makes up the vectors of all others; questions
 * it always computes.
 */
final class Counted implements Embeddings.Source {
  private final Embeddings.Source model;
  private final int computed;
  private final AtomicInteger passages = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  Counted(Embeddings.Source model, int computed) {
    this.model = model;
    this.computed = computed;
  }

  int passages() {
    return passages.get();
  }

  int computed() {
    return computed;
  }

  double millisEach() {
    return nanos.get() / 1e6 / Math.max(1, Math.min(computed, passages.get()));
  }

  @Override
  public String model() {
    return model.model();
  }

  @Override
  public int dimensions() {
    return model.dimensions();
  }

  @Override
  public float unrelated() {
    return model.unrelated();
  }

  @Override
  public Embeddings load() {
    var loaded = model.load();
    return new Embeddings() {
      @Override
      public float[] ofPassage(String text) {
        if (passages.getAndIncrement() >= computed) {
          return madeUp(text.hashCode());
        }
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        var vector = loaded.ofPassage(text);
        nanos.addAndGet(threads.getCurrentThreadCpuTime() - start);
        return vector;
      }

      @Override
      public float[] ofQuestion(String text) {
        return loaded.ofQuestion(text);
      }

      @Override
      public void close() {
        loaded.close();
      }
    };
  }

  private float[] madeUp(long seed) {
    var random = new SplittableRandom(seed);
    var vector = new float[dimensions()];
    var squares = 0.0;
    for (var i = 0; i < vector.length; i++) {
      vector[i] = (float) (random.nextDouble() - 0.5);
      squares += vector[i] * vector[i];
    }
    for (var i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
