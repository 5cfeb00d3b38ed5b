package dev.weft.embeddings;

import dev.weft.spi.Embeddings;
import java.nio.file.Path;

/**
 * The language model of the distribution, to be loaded when it is needed.
 *
 * @param folder where its files are unpacked, if they are not yet: 51 MB
 */
public record BgeSmallSource(Path folder) implements Embeddings.Source {
  /**
   * Measured: of texts about different things nine of ten stay below it, while a question and its
   * answer hardly ever do.
   */
  private static final float UNRELATED = 0.5f;

  @Override
  public String model() {
    return "bge-small-en-v1.5-q/" + BgeSmall.PIECES_MAX;
  }

  @Override
  public int dimensions() {
    return BgeSmall.DIMENSIONS;
  }

  @Override
  public float unrelated() {
    return UNRELATED;
  }

  /** Throws code {@code no-embeddings}. */
  @Override
  public Embeddings load() {
    return BgeSmall.load(folder);
  }
}
