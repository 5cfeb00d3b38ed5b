package dev.weft.policy.rules;

/** The policies that one request is put to, in their order. Immutable. */
final class Candidates {
  private final Policy[] list;
  private final int[] numbers;
  private final Union who;

  /**
   * These policies.
   *
   * @param numbers which of the list
   * @param who those that may speak of whoever asks; null when that was not looked up
   */
  Candidates(Policy[] list, int[] numbers, Union who) {
    this.list = list;
    this.numbers = numbers;
    this.who = who;
  }

  int size() {
    return numbers.length;
  }

  Policy at(int i) {
    return list[numbers[i]];
  }

  /** Whether it may say something of whoever asks; if not, it may still have it recorded. */
  boolean maySpeak(int i) {
    return who == null || who.contains(numbers[i]);
  }
}
