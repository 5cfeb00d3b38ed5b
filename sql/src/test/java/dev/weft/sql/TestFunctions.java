package dev.weft.sql;

import dev.weft.testing.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A jar of functions, compiled here from the sources in {@code functions/}. */
final class TestFunctions implements FunctionJars {
  final Path jar;
  final String sha256;

  private TestFunctions(Path jar, String sha256) {
    this.jar = jar;
    this.sha256 = sha256;
  }

  static TestFunctions compile(Path folder) {
    try (var in = TestFunctions.class.getResourceAsStream("functions/Functions.txt")) {
      var jar = folder.resolve("functions.jar");
      new PluginJar()
          .source("org.example.Functions", new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .writeTo(jar);
      var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      return new TestFunctions(jar, HexFormat.of().formatHex(hash));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A function of the product shop. */
  QueryFunction function(String name, String className) {
    return new QueryFunction("shop", name, "org.example.Functions$" + className, sha256);
  }

  List<QueryFunction> all() {
    return List.of(
        function("domain_of", "DomainOf"),
        function("redact", "Twice"),
        function("letters", "Letters"),
        function("longest", "Longest"),
        function("spy", "Spy"));
  }

  @Override
  public Optional<Path> jar(String hash) {
    return hash.equals(sha256) ? Optional.of(jar) : Optional.empty();
  }
}
