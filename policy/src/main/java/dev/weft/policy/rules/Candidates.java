package dev.weft.policy.rules;

/**
 * The policies that one request is put to, in their order, with what indexes know of them.
 * Immutable.
 */
final class Candidates {
  private final Policy[] list;
  private final int[] numbers;
  private final Numbers certain;
  private final Union who;

  /**
   * These policies.
   *
   * @param numbers which of the list
   * @param certain those of which no pattern need be looked at: they are about the very resource
   * @param who those that may speak of whoever asks; null when that was not looked up
   */
  Candidates(Policy[] list, int[] numbers, Numbers certain, Union who) {
    this.list = list;
    this.numbers = numbers;
    this.certain = certain;
    this.who = who;
  }

  int size() {
    return numbers.length;
  }

  Policy at(int i) {
    return list[numbers[i]];
  }

  boolean isCertain(int i) {
    return certain.contains(numbers[i]);
  }

  /** Whether it may say something of whoever asks; if not, it may still have it recorded. */
  boolean maySpeak(int i) {
    return who == null || who.contains(numbers[i]);
  }

  /** Whether it is among these and about the very resource. */
  boolean isCertainly(int i, Numbers these) {
    return these.contains(numbers[i]) && isCertain(i);
  }
}
