package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.format.SourceText;
import dev.weft.server.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever looks while documents come in or go out sees how far that is, and afterwards nothing. */
class DocumentWorkTest {
  private static final String GROUPS =
      """
      apiVersion: weft.dev/v1
      kind: Group
      name: analysts
      ---
      apiVersion: weft.dev/v1
      kind: Group
      name: auditors
      """;

  private final Fixture shop = new Fixture();
  private final List<DocumentWork.Now> seen = new ArrayList<>();
  private List<Problem> wrong = List.of();
  private final Applier applier =
      new Applier(
          shop.mesh,
          shop.parameters,
          shop.contexts,
          (document, known) -> {
            look();
            return wrong;
          },
          shop.clock);
  private final DocumentWork work = new DocumentWork(applier, new Exporter(shop.mesh), shop.clock);

  private void look() {
    seen.addAll(work.now());
  }

  private static Applier.Request request(boolean dryRun) {
    var file = new SourceText("groups.yaml", GROUPS);
    return new Applier.Request(List.of(file), Map.of(), Map.of(), dryRun);
  }

  @Test
  void whatIsAppliedIsCounted() {
    work.apply(Fixture.ADMIN, request(false));

    assertThat(seen)
        .extracting(DocumentWork.Now::step, DocumentWork.Now::done, DocumentWork.Now::of)
        .containsExactly(tuple("documents-apply", 0L, 2L), tuple("documents-apply", 1L, 2L));
    assertThat(seen.get(0).by()).isEqualTo(Fixture.ADMIN.id());
    assertThat(work.now()).isEmpty();
  }

  @Test
  void soIsWhatIsOnlyLookedAtAndWhatIsRefused() {
    work.apply(Fixture.ADMIN, request(true));
    wrong = List.of(Problem.environment("broken", "It is broken.", ""));
    assertThatThrownBy(() -> work.apply(Fixture.ADMIN, request(false)))
        .isInstanceOf(ProblemException.class);

    assertThat(seen)
        .extracting(DocumentWork.Now::step)
        .containsOnly("documents-plan", "documents-apply");
    assertThat(work.now()).isEmpty();
  }

  @Test
  void soIsWhatIsWrittenOut() {
    work.apply(Fixture.ADMIN, request(false));
    seen.clear();

    var files =
        work.files(
            Fixture.ADMIN,
            resource -> {
              look();
              return resource.name().equals("auditors");
            });

    assertThat(files).extracting(SourceText::file).containsExactly("auditors.group.yaml");
    var all = (long) seen.size();
    assertThat(seen)
        .allMatch(one -> one.step().equals("backup") && one.of() == all)
        .extracting(DocumentWork.Now::done)
        .startsWith(0L, 1L)
        .endsWith(all - 1);
    assertThat(work.now()).isEmpty();
  }
}
