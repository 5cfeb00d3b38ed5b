package dev.weft.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.Classifier.Candidate;
import dev.weft.spi.Classifier.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of thing: what is one, what only looks like one, and what its name is worth. */
class DetectorsTest {
  private final Classifiers classifiers = Classifiers.installed();

  /** Numbers from the authorities' own examples or made by hand from their rules. */
  @ParameterizedTest
  @CsvSource({
    "Polish PESEL numbers, 44051401359, 44051401358",
    "Dutch BSN numbers, 111222333, 111222334",
    "Spanish DNI and NIE numbers, 12345678Z, 12345678A",
    "Spanish DNI and NIE numbers, X1234567L, X1234567M",
    "Italian codici fiscali, RSSMRA85T10A562S, RSSMRA85T10A562T",
    "French NIR numbers, 255081416802538, 255081416802539",
    "Brazilian CPF numbers, 529.982.247-25, 529.982.247-26",
    "Brazilian CPF numbers, 52998224725, 11111111111",
    "German tax identification numbers, 86095742719, 86095742718",
    "Swedish personal identity numbers, 811218-9876, 811218-9875",
    "Finnish personal identity codes, 131052-308T, 131052-308U",
    "Belgian national register numbers, 85.07.30-033 28, 85.07.30-033 29",
    "Norwegian birth numbers, 01010750160, 01010750161",
    "Swiss AHV numbers, 756.9217.0769.85, 756.9217.0769.84",
    "Chinese resident identity numbers, 11010519491231002X, 110105194912310021",
    "UK national insurance numbers, AB 12 34 56 C, BG 12 34 56 C",
    "US social security numbers, 536-90-4399, 666-90-4399",
    "South African identity numbers, 8001015009087, 8001015009086",
    "Estonian and Lithuanian personal codes, 37605030299, 37605030298",
    "Bulgarian EGN numbers, 7523169263, 7523169264",
    "Romanian CNP numbers, 1800101221144, 1800101221145"
  })
  void theRuleOfACountryTellsRightFromWrong(String kind, String right, String wrong) {
    var ids = NationalIds.ALL.stream().filter(one -> one.plural().equals(kind)).toList();

    assertThat(ids).isNotEmpty();
    assertThat(ids).as(right).anyMatch(id -> id.fits(right));
    assertThat(ids).as(wrong).noneMatch(id -> id.fits(wrong));
  }

  @ParameterizedTest
  @CsvSource({
    "German VAT numbers, DE136695976, DE136695977",
    "French VAT numbers, FR40303265045, FR41303265045",
    "Polish NIP numbers, 526-10-40-828, 526-10-40-829",
    "Brazilian CNPJ numbers, 11.222.333/0001-81, 11.222.333/0001-82"
  })
  void theRuleOfATaxNumberTellsRightFromWrong(String kind, String right, String wrong) {
    var one = TaxNumbers.ALL.stream().filter(number -> number.plural().equals(kind)).findFirst();

    assertThat(one.orElseThrow().fits(right)).isTrue();
    assertThat(one.orElseThrow().fits(wrong)).isFalse();
  }

  @Test
  void aFewNumbersWithRightCheckDigitsMayBeChanceAndTheSameOneOftenToo() {
    assertThat(tags("x", "111222333")).isEmpty();
    assertThat(tags("x", Collections.nCopies(50, "111222333").toArray(String[]::new))).isEmpty();
    assertThat(tags("bsn", "111222333")).containsExactly("pii.national-id");
  }

  @Test
  void aNameCountsLessWhenNoValueIsLikeIt() {
    assertThat(tags("cf", "yes", "no", "no")).isEmpty();
    assertThat(tags("sin", "0.7071", "1.0", "0.5")).isEmpty();
    assertThat(tags("passport_country", "CHE", "DEU")).isEmpty();
  }

  @Test
  void theLinesOfAPassportTellByThemselves() {
    assertThat(tags("x", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"))
        .containsExactly("pii.passport");
    assertThat(tags("x", "L898902C37UTO7408122F1204159ZE184226B<<<<<10")).isEmpty();
    assertThat(tags("passport_no", "C01X00T47")).containsExactly("pii.passport");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x|00:1B:44:11:3A:B7|pii.mac",
        "x|48.77585,9.18293|pii.location",
        "x|POINT (9.18293 48.77585)|pii.location",
        "lat|48.77585|pii.location",
        "geohash|u0wt6qq|pii.location",
        "x|https://example.org/a?b=c|web.url",
        "x|EUR 1.234,50|money.amount",
        "x|$12.30|money.amount",
        "plz|70173|geo.postal-code",
        "kennzeichen|S-AB 1234|pii.vehicle-plate",
        "x|ghp_abcdefghijklmnopqrstuvwxyz0123456789|secret.token",
        "x|AKIAIOSFODNN7EXAMPLE|secret.key",
        "x|-----BEGIN RSA PRIVATE KEY-----|secret.key",
        "password|hunter22|secret.password",
        "api_key|9f86d081884c7d659a2feaa0c55ad015|secret.key"
      })
  void oneValueIsEnough(String name, String value, String tag) {
    assertThat(tags(name, value)).containsExactly(tag);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x|12.50",
        "amount|12.50",
        "x|XYZ 100",
        "x|70173",
        "x|9f86d081884c7d659a2feaa0c55ad015",
        "token_count|5120",
        "api_key_name|deploy",
        "password_changed_at|2026-01-01T00:00:00Z",
        "x|12:30:45",
        "x|1.0, 2.0",
        "plate_thickness|12"
      })
  void whatOnlyLooksOrSoundsLikeItIsNot(String name, String value) {
    assertThat(tags(name, value, value, value)).isEmpty();
  }

  @Test
  void namesInColumnsOfTheirOwnAreFoundByTheLists() {
    assertThat(tags("c1", "Maria", "Thomas", "Zyx", "Anna")).containsExactly("pii.name");
    assertThat(tags("c2", "Schmidt", "Müller", "García", "Qwrtz")).containsExactly("pii.name");
    assertThat(tags("c3", "Berlin", "Hamburg", "Köln", "Stuttgart")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sanne de Vries|Daan Bakker|Lotte Jansen|Bram Visser|Femke Smit|Thijs Mulder",
        "Mr. Edmundo Cremin|Maris Upton|Dr. Rosanna Bernier|Agnieszka Kowal PhD",
        "Kacper|Grzegorz|Iwona|Halina|Bartosz|Zofia|Wojciech",
        "Kowalczyk|Wojciechowska|Kaminski|Zielinska|Szymanski"
      })
  void namesOfPeopleAreFoundByTheLongLists(String values) {
    assertThat(tags("c", values.split("\\|"))).containsExactly("pii.name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "San Antonio|San Jose|Santa Maria|Santa Rosa|Saint Paul|Fort Worth|New Orleans|Las Vegas",
        "London|Paris|Berlin|Madrid|Rome|Vienna|Lisbon|Athens|Dublin|Sofia|Warsaw|Prague",
        "Chicago|Houston|Dallas|Austin|Charlotte|Denver|Portland|Memphis|Raleigh|Arlington",
        "Victoria Street|Elizabeth Road|Martin Avenue|George Square|Albert Lane|Edward Drive",
        "Nike|Puma|Apple|Sony|Ford|Porsche|Ferrari|Honda|Tesla|Kellogg|Siemens|Bosch|Philips",
        "White|Black|Brown|Green|Gray|Silver|Gold|Amber|Scarlet|Olive|Violet",
        "January|February|March|April|May|June|July|August",
        "Human Resources|Legal Affairs|Customer Service|Public Relations|Supply Chain",
        "Bullseye|Bookworm|Trixie|Buster|Stretch|Jessie|Wheezy|Lenny|Sarge|Woody"
      })
  void thingsThatAreCalledLikePeopleAreNone(String values) {
    assertThat(tags("c", values.split("\\|"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ul. Długa 5/7|al. Jerozolimskie 12|ul. Polna 3",
        "Keizersgracht 174|Prinsengracht 12 b|Lange Singel 3",
        "Drottninggatan 5|Storgatan 12|Kungsvägen 8",
        "Am Bach 5, 80331 München|Im Feld 12a, 8001 Zürich|In der Au 3, 10115 Berlin"
      })
  void streetsOfMoreCountriesAreFound(String values) {
    assertThat(tags("c", values.split("\\|"))).containsExactly("pii.address");
  }

  @Test
  void whatStandsInTheMiddleOfTextIsFoundWithItsOwnSentence() {
    var values = new ArrayList<>(Collections.nCopies(38, "nothing special in here"));
    values.addAll(Collections.nCopies(12, "pay to DE89 3704 0044 0532 0130 00 please"));

    assertThat(classifiers.classify(new Candidate("p", "note", "string", "", values)))
        .containsExactly(
            new Finding("pii.iban", 0.86, "IBANs in the middle of text in 12 of 50 values"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pii.", "secret."})
  void postalCodesAmountsAndLinksArePersonalToNobody(String prefix) {
    assertThat(tags("zip", "70173")).noneMatch(tag -> tag.startsWith(prefix));
    assertThat(tags("website", "https://example.org")).noneMatch(tag -> tag.startsWith(prefix));
    assertThat(tags("price", "$12.30")).noneMatch(tag -> tag.startsWith(prefix));
  }

  private List<String> tags(String path, String... values) {
    return classifiers.classify(new Candidate("p", path, "string", "", List.of(values))).stream()
        .map(Finding::tag)
        .toList();
  }
}
