package dev.weft.server.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.server.Fixture;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class WishesTest {
  private final RuledShop it = new RuledShop();
  private final Wishes wishes = new Wishes(it.shop.mesh, new SecureRandom());
  private final Wish wish =
      wishes.add(
          Fixture.ADA, new Wishes.Wanted("Returns by store", "", "Find the bad ones", "shop"));

  @Test
  void whatMostWantComesFirst() {
    var other = wishes.add(Fixture.ADA, new Wishes.Wanted("Weather", "", "Plan the staff", ""));
    wishes.vote(RuledShop.BO, other.id());
    wishes.vote(RuledShop.BO, other.id());

    assertThat(wishes.list(Fixture.ADA, "open"))
        .extracting(Wish::title)
        .containsExactly("Weather", "Returns by store");
    assertThat(wishes.get(other.id()).votes()).as("a second vote is none").hasSize(1);
  }

  @Test
  void ownersOfferAndFulfil() {
    assertThatThrownBy(() -> wishes.offer(RuledShop.BO, wish.id(), "", "I could"))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("not-an-owner"));
    wishes.offer(Fixture.OLGA, wish.id(), "", "We make it in January.");

    var end = new Wishes.End("fulfilled", "customers", "");
    assertThatThrownBy(() -> wishes.close(RuledShop.BO, wish.id(), end))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("not-an-owner"));

    assertThat(wishes.close(Fixture.OLGA, wish.id(), end).product()).isEqualTo("customers");
    assertThatThrownBy(() -> wishes.vote(RuledShop.BO, wish.id()))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("wrong-status"));
  }

  @Test
  void onlyWhoGovernsDeclinesAndSaysWhy() {
    var noReason = new Wishes.End("declined", "", "");
    assertThatThrownBy(() -> wishes.close(Fixture.PIA, wish.id(), noReason))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("bad-length"));
    var end = new Wishes.End("declined", "", "The stores do not record it.");
    assertThatThrownBy(() -> wishes.close(RuledShop.BO, wish.id(), end))
        .satisfies(e -> assertThat(RuledShop.code(e)).isEqualTo("not-yours"));

    assertThat(wishes.close(Fixture.PIA, wish.id(), end).status()).isEqualTo(Wish.Status.DECLINED);
  }
}
