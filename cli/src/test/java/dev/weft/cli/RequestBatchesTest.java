package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RequestBatchesTest {

  private static RequestBatches of(String text) throws IOException {
    return new RequestBatches(Json.MAPPER.createParser(text), "requests.json");
  }

  @Test
  void aLongListIsCutAndNothingIsLost() throws IOException {
    var text = new StringBuilder("[{\"id\": 0}");
    for (var i = 1; i < 12_001; i++) {
      text.append(", {\"id\": ").append(i).append('}');
    }
    var batches = of(text.append(']').toString());
    var ids = new ArrayList<Integer>();
    var starts = new ArrayList<Integer>();
    for (var batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
      starts.add(batches.before());
      batch.forEach(one -> ids.add(one.path("id").asInt()));
    }

    assertThat(starts).containsExactly(0, 5_000, 10_000);
    assertThat(ids).hasSize(12_001).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anEmptyListHasNoBatch() throws IOException {
    assertThat(of("[]").next()).isEmpty();
  }

  @Test
  void whatIsNoListIsSaid() throws IOException {
    var cut = of("[{\"id\": 1}");

    assertThatThrownBy(() -> of("{}")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(cut::next).isInstanceOf(ProblemException.class);
  }
}
