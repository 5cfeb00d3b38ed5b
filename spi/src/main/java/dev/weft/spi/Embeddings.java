package dev.weft.spi;

/**
 * Turns text into vectors of length one, so that texts of like meaning have vectors with a great
 * inner product. Safe for any thread.
 *
 * <p>The same text always gives the same vector, so vectors may be kept: under the model's name and
 * a hash of the text. What is longer than the model reads is cut off, never refused.
 */
public interface Embeddings extends AutoCloseable {
  /** The vector of something that may be looked for. */
  float[] ofPassage(String text);

  /** The vector of what somebody asks; models treat short questions in a way of their own. */
  float[] ofQuestion(String text);

  /** Gives the model's memory back; waits for what is being computed. */
  @Override
  void close();

  /** A model that can be loaded when it is first needed. */
  interface Source {
    /** Name and version; vectors of two models cannot be compared. */
    String model();

    /** How many numbers a vector has. */
    int dimensions();

    /** Up to this inner product, a question and a passage have nothing to do with each other. */
    float unrelated();

    /**
     * Loads the model, which takes a second and a good deal of memory.
     *
     * @throws dev.weft.model.ProblemException kind ENVIRONMENT when it does not run on this machine
     */
    Embeddings load();
  }
}
