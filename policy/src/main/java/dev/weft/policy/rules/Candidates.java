package dev.weft.policy.rules;

/**
 * The policies that one request is put to, in their order, with what indexes know of them.
 * Immutable.
 */
final class Candidates {
  private final Policy[] list;
  private final int[] numbers;
  private final Numbers certain;
  private final NameMasks names;
  private final NameMasks.Bits asker;

  /**
   * These policies.
   *
   * @param numbers which of the list
   * @param certain those of which no pattern need be looked at: they are about the very resource
   * @param names of whom they speak; null when that does not matter
   * @param asker the bits of whoever asks
   */
  Candidates(Policy[] list, int[] numbers, Numbers certain, NameMasks names, NameMasks.Bits asker) {
    this.list = list;
    this.numbers = numbers;
    this.certain = certain;
    this.names = names;
    this.asker = asker;
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
    return names == null || names.maySpeak(numbers[i], asker);
  }

  /** Whether it is among these and about the very resource. */
  boolean isCertainly(int i, Numbers these) {
    return these.contains(numbers[i]) && isCertain(i);
  }
}
