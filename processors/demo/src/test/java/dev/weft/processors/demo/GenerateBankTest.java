package dev.weft.processors.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.processors.demo.GenerateBank.Kind;
import dev.weft.processors.demo.GenerateBank.Settings;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GenerateBankTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Optional<JsonNode> position = Optional.empty();

  @Test
  void everyRecordIsAFunctionOfItsNumber() {
    for (var kind : Kind.values()) {
      var forwards = records(kind, 300);
      position =
          Optional.of(
              Json.parse(
                  "{\"made\": 250, \"started\": \"" + now + "\", \"live\": \"" + now + "\"}"));

      var rest = pollAll(source(kind, 300, 0));

      assertThat(rest).extracting(Traced::record).isEqualTo(forwards.subList(250, 300));
      position = Optional.empty();
    }
  }

  @Test
  void keysFitTogether() {
    var accounts = byKey(records(Kind.ACCOUNTS, Accounts.COUNT), "account_id");
    var cards = byKey(records(Kind.CARDS, Cards.COUNT), "card_number");
    var customers = byKey(records(Kind.CUSTOMERS, Customers.COUNT), "customer_id");

    assertThat(accounts.values())
        .allSatisfy(
            account ->
                assertThat(customers.get(account.get("customer_id")).get("country"))
                    .isEqualTo(account.get("country")));
    assertThat(records(Kind.TRANSACTIONS, 2_000))
        .allSatisfy(
            booked -> {
              var account = accounts.get(booked.get("account_id"));
              assertThat(account.get("iban")).isEqualTo(booked.get("iban"));
              assertThat(account.get("customer_id")).isEqualTo(booked.get("customer_id"));
              if (booked.get("card_number") != null) {
                assertThat(cards.get(booked.get("card_number")).get("account_id"))
                    .isEqualTo(booked.get("account_id"));
              }
            });
    assertThat(cards).hasSize(Cards.COUNT);
  }

  @Test
  void ibansAndCardNumbersHaveValidCheckDigits() {
    assertThat(records(Kind.ACCOUNTS, Accounts.COUNT))
        .extracting(account -> (String) account.get("iban"))
        .doesNotHaveDuplicates()
        .allMatch(GenerateBankTest::isIban);
    assertThat(records(Kind.CARDS, Cards.COUNT))
        .extracting(card -> (String) card.get("card_number"))
        .allMatch(GenerateBankTest::isCardNumber);
  }

  @Test
  void historyEndsNowAndATrickleFollowsTheClock() {
    var source = source(Kind.TRANSACTIONS, 2_500, 5);
    var history = pollAll(source);
    assertThat(history).hasSize(2_500);
    assertThat((Instant) history.get(0).record().get("booked_at"))
        .isEqualTo(now.minus(Duration.ofDays(30)));
    assertThat(pollAll(source)).isEmpty();

    now = now.plusMillis(2_100);
    var live = pollAll(source);

    assertThat(live)
        .extracting(item -> item.origin().position())
        .containsExactlyElementsOf(
            List.of(2501L, 2502L, 2503L, 2504L, 2505L, 2506L, 2507L, 2508L, 2509L, 2510L));
    assertThat((Instant) live.get(9).record().get("booked_at")).isBeforeOrEqualTo(now);
    now = now.plus(Duration.ofDays(1));
    assertThat(pollAll(source(Kind.TRANSACTIONS, 2_500, 5))).hasSize(50);
  }

  @Test
  void peopleLiveInAllRegions() {
    var regions =
        records(Kind.CUSTOMERS, Customers.COUNT).stream()
            .map(customer -> customer.get("region"))
            .collect(Collectors.toSet());

    assertThat(regions).isEqualTo(Set.of("Central", "West", "South", "North"));
  }

  private static boolean isIban(String iban) {
    var moved = iban.substring(4) + iban.substring(0, 4);
    var digits = new StringBuilder();
    moved.chars().forEach(c -> digits.append(Character.digit(c, 36)));
    return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  private static boolean isCardNumber(String text) {
    var sum = 0;
    for (var i = 0; i < text.length(); i++) {
      var digit = Character.digit(text.charAt(i), 10) * (i % 2 == 0 ? 2 : 1);
      sum += digit / 10 + digit % 10;
    }
    return text.length() == 16 && sum % 10 == 0;
  }

  private List<DataRecord> records(Kind kind, int count) {
    position = Optional.empty();
    return pollAll(source(kind, count, 0)).stream().map(Traced::record).toList();
  }

  private BankSource source(Kind kind, int count, double perSecond) {
    return new BankSource(new Settings(kind, 7L, count, perSecond), new TestClock());
  }

  private List<Traced> pollAll(BankSource source) {
    var all = new ArrayList<Traced>();
    var more = true;
    while (more) {
      var batch = source.poll(position);
      batch.flowFiles().forEach(file -> all.addAll(((Records) file.content()).items()));
      position = batch.position().or(() -> position);
      more = batch.more();
    }
    return all;
  }

  private static Map<Object, DataRecord> byKey(List<DataRecord> records, String key) {
    var map = new HashMap<Object, DataRecord>();
    records.forEach(each -> map.put(each.get(key), each));
    return map;
  }

  private final class TestClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
