package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptVectorsTest {
  private static final int DIMENSIONS = 3;
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fill() {
    file = folder.resolve("vectors");
    try (var kept = open("m1")) {
      for (var i = 0; i < 10; i++) {
        kept.put("text " + i, vector(i));
      }
    }
  }

  @Test
  void givesBackWhatWasPut() {
    try (var kept = open("m1")) {
      assertThat(kept.get("text 7")).hasValue(vector(7));
      assertThat(kept.get("text 10")).isEmpty();
      assertThat(kept.size()).isEqualTo(10);
    }
  }

  /**
   * As after a kill: whatever was written of the last record, what was whole before stays right.
   */
  @Test
  void survivesAnEndAnywhere() throws IOException {
    var whole = Files.readAllBytes(file);
    for (var length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (var kept = open("m1")) {
        for (var i = 0; i < kept.size(); i++) {
          assertThat(kept.get("text " + i)).hasValue(vector(i));
        }
        kept.put("after", vector(99));
      }
      try (var kept = open("m1")) {
        assertThat(kept.get("after")).hasValue(vector(99));
      }
    }
  }

  @Test
  void neverGivesAVectorThatWasDamaged() throws IOException {
    var whole = Files.readAllBytes(file);
    for (var at = 0; at < whole.length; at++) {
      var damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      try (var kept = open("m1")) {
        for (var i = 0; i < 10; i++) {
          var expected = vector(i);
          assertThat(kept.get("text " + i))
              .satisfiesAnyOf(
                  it -> assertThat(it).isEmpty(), it -> assertThat(it).hasValue(expected));
        }
      }
    }
  }

  @Test
  void beginsAnewForAnotherModel() {
    try (var kept = open("m2")) {
      assertThat(kept.size()).isZero();
    }
  }

  @Test
  void forgetsWhatIsNotKept() throws IOException {
    var before = Files.size(file);
    try (var kept = open("m1")) {
      kept.keepOnly(List.of("text 3", "text 3", "unknown"));
      kept.put("new", vector(42));
    }
    try (var kept = open("m1")) {
      assertThat(kept.size()).isEqualTo(2);
      assertThat(kept.get("text 3")).hasValue(vector(3));
      assertThat(kept.get("new")).hasValue(vector(42));
    }
    assertThat(Files.size(file)).isLessThan(before);
  }

  private KeptVectors open(String model) {
    return new KeptVectors(file, model, DIMENSIONS);
  }

  private static float[] vector(int i) {
    return new float[] {i, 0.5f, -i};
  }
}
