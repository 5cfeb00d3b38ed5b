package dev.weft.embeddings;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.spi.Embeddings;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The model bge-small-en-v1.5 in this process. English; other languages only as far as words are
 * alike. Each text is computed on the caller's thread: about 11 ms for a question, 80 for the
 * longest text; about 130 MB outside the heap while it is open.
 *
 * <p>Source: Xiao et al., "C-Pack: Packed Resources For General Chinese Embeddings"; the vector is
 * that of the first token, and questions have a prefix.
 */
final class BgeSmall implements Embeddings {
  static final int DIMENSIONS = 384;

  /**
   * The model reads 512, but time grows with it, and descriptions say what they are about first.
   */
  static final int PIECES_MAX = 160;

  private static final String QUESTION =
      "Represent this sentence for searching relevant passages: ";

  private final WordPieces pieces;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private BgeSmall(WordPieces pieces, OrtEnvironment environment, OrtSession session) {
    this.pieces = pieces;
    this.environment = environment;
    this.session = session;
  }

  /**
   * Loads the model.
   *
   * @param folder where its files are unpacked, if they are not yet
   * @throws dev.weft.model.ProblemException kind ENVIRONMENT, code {@code no-embeddings}
   */
  static BgeSmall load(Path folder) {
    var files = UnpackedModel.in(folder);
    System.setProperty("onnxruntime.native.path", files.natives().toString());
    try (var options = options();
        var tokenizer =
            BgeSmall.class.getClassLoader().getResourceAsStream(UnpackedModel.TOKENIZER)) {
      var pieces = WordPieces.of(Json.parse(tokenizer.readAllBytes()));
      var environment = OrtEnvironment.getEnvironment();
      return new BgeSmall(
          pieces, environment, environment.createSession(files.model().toString(), options));
    } catch (OrtException | IOException | LinkageError | IllegalStateException e) {
      // The libraries may be for an older system than this, or its folder may not be executable.
      throw Problem.environment(
              "no-embeddings",
              "ONNX Runtime does not run here: " + e.getMessage(),
              "Search goes on by words; search.vectors = off keeps this from being said.")
          .asException();
    }
  }

  /** Small rather than fast: no threads of its own, and memory that is given back. */
  private static OrtSession.SessionOptions options() throws OrtException {
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setCPUArenaAllocator(false);
    options.setMemoryPatternOptimization(false);
    return options;
  }

  @Override
  public float[] ofPassage(String text) {
    return vector(text);
  }

  @Override
  public float[] ofQuestion(String text) {
    return vector(QUESTION + text);
  }

  private float[] vector(String text) {
    open.readLock().lock();
    try {
      return computed(text);
    } finally {
      open.readLock().unlock();
    }
  }

  private float[] computed(String text) {
    var ids = pieces.of(text, PIECES_MAX);
    var shape = new long[] {1, ids.length};
    var ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (var tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        var types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        var result =
            session.run(
                Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
      return ofLengthOne(((OnnxTensor) result.get(0)).getFloatBuffer());
    } catch (OrtException e) {
      throw new IllegalStateException("the language model failed on a text", e);
    }
  }

  private static float[] ofLengthOne(FloatBuffer tokens) {
    var vector = new float[DIMENSIONS];
    tokens.get(vector);
    var squares = 0.0;
    for (var number : vector) {
      squares += (double) number * number;
    }
    var length = (float) Math.sqrt(squares);
    for (var i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  /** Native memory must not be given back under somebody who computes with it. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the language model could not be closed", e);
    } finally {
      open.writeLock().unlock();
    }
  }
}
