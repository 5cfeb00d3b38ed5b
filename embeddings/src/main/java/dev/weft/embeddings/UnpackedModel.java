package dev.weft.embeddings;

import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The model and ONNX Runtime's native libraries as files, for neither can be used from within a
 * jar. Unpacked once into a folder of Weft's; left to itself the runtime would unpack 17 MB into
 * the temporary folder at every start, and leave them there when the process is killed.
 */
record UnpackedModel(Path natives, Path model) {
  static final String MODEL = "bge-small-en-v1.5-q.onnx";
  static final String TOKENIZER = "bge-small-en-v1.5-q-tokenizer.json";

  /** Of the pair of jars; another pair gets another folder. */
  private static final String VERSION = "bge-small-en-v1.5-q-ort-1.20.0";

  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "linux", List.of("libonnxruntime.so", "libonnxruntime4j_jni.so"),
          "osx", List.of("libonnxruntime.dylib", "libonnxruntime4j_jni.dylib"),
          "win", List.of("onnxruntime.dll", "onnxruntime4j_jni.dll"));

  /**
   * Unpacks what is not there yet.
   *
   * @throws dev.weft.model.ProblemException when there are no libraries for this machine, or no
   *     room
   */
  static UnpackedModel in(Path folder) {
    var home = folder.resolve(VERSION).toAbsolutePath();
    try {
      Files.createDirectories(home);
      var system = system();
      for (var library : LIBRARIES.get(system)) {
        unpack(
            "ai/onnxruntime/native/" + system + "-" + processor() + "/" + library,
            home.resolve(library));
      }
      unpack(MODEL, home.resolve(MODEL));
      return new UnpackedModel(home, home.resolve(MODEL));
    } catch (IOException e) {
      throw Problem.environment(
              "no-embeddings",
              "The language model could not be unpacked into " + home + ": " + e.getMessage(),
              "Make room there, or switch it off: search.vectors = off.")
          .asException();
    }
  }

  /** A whole file or none: another process may be doing the same. */
  private static void unpack(String resource, Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    try (var in = UnpackedModel.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw Problem.environment(
                "no-embeddings",
                "ONNX Runtime has no libraries for " + system() + " on " + processor() + ".",
                "Search goes on by words; search.vectors = off keeps this from being said.")
            .asException();
      }
      var part = Files.createTempFile(file.getParent(), "unpacking", ".part");
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String system() {
    var name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.contains("mac") ? "osx" : name.contains("win") ? "win" : "linux";
  }

  private static String processor() {
    var name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "x64";
      case "arm64", "aarch64" -> "aarch64";
      default -> name;
    };
  }
}
