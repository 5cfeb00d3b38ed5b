package dev.weft.catalog.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.erasure.SubjectFields.Field;
import dev.weft.catalog.erasure.SubjectFields.From;
import dev.weft.catalog.erasure.SubjectFields.Known;
import dev.weft.model.PortName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubjectFieldsTest {
  private static final Field ID = field("customers.customers.customer_id");
  private static final Field ACCOUNT = field("mailing.addresses.account");
  private static final Field OWNER = field("risk.scores.owner");
  private static final Field HASH = field("stats.visits.visitor");

  private static final List<Known> MESH =
      List.of(
          new Known(ID, Set.of("customer"), Set.of("customer"), List.of()),
          new Known(ACCOUNT, Set.of(), Set.of(), List.of(new From(ID, true))),
          new Known(OWNER, Set.of(), Set.of(), List.of(new From(ACCOUNT, true))),
          new Known(HASH, Set.of(), Set.of("customer"), List.of(new From(ID, false))),
          new Known(field("staff.people.id"), Set.of("employee"), Set.of(), List.of()));

  @Test
  void aKeyIsWhereItIsSaidToBeAndWhereverThatIsCopied() {
    var found = SubjectFields.of("customer", List.of(), MESH);

    assertThat(found.get(ID.port()).certain()).containsExactly("customer_id");
    assertThat(found.get(ACCOUNT.port()).certain()).containsExactly("account");
    assertThat(found.get(OWNER.port()).certain()).containsExactly("owner");
  }

  @Test
  void whatIsComputedFromTheKeyIsNotSearchedButTold() {
    var found = SubjectFields.of("customer", List.of(), MESH).get(HASH.port());

    assertThat(found.certain()).isEmpty();
    assertThat(found.unsure()).containsExactly("visitor");
  }

  @Test
  void aPersonOfAnotherKindHasNothingToDoWithIt() {
    assertThat(SubjectFields.of("customer", List.of(), MESH))
        .doesNotContainKey(new PortName("staff", "people"));
    assertThat(SubjectFields.kinds(MESH)).containsExactly("customer", "employee");
  }

  @Test
  void aFieldThatIsNamedCountsAndSpreadsAsOneThatIsTagged() {
    var found = SubjectFields.of("", List.of(ACCOUNT), MESH);

    assertThat(found).containsOnlyKeys(ACCOUNT.port(), OWNER.port());
  }

  @Test
  void aCircleOfFlowsEnds() {
    var circle =
        List.of(
            new Known(ACCOUNT, Set.of(), Set.of(), List.of(new From(OWNER, true))),
            new Known(OWNER, Set.of("customer"), Set.of(), List.of(new From(ACCOUNT, true))));

    assertThat(SubjectFields.of("customer", List.of(), circle))
        .containsOnlyKeys(ACCOUNT.port(), OWNER.port());
  }

  private static Field field(String text) {
    var dot = text.lastIndexOf('.');
    return new Field(PortName.of(text.substring(0, dot)), text.substring(dot + 1));
  }
}
