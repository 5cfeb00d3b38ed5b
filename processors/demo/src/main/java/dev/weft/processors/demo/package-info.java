/**
 * A bank that does not exist, for the example and for tests: customers, accounts, cards and
 * transactions that fit together. Start reading at {@link dev.weft.processors.demo.GenerateBank}.
 *
 * <p>Every record is a pure function of the seed and its number. So a restart goes on exactly,
 * several flows agree on the same customers without talking to each other, and two runs can be
 * compared. Nobody in it is real: names are put together by chance, mail goes to example domains,
 * IBANs and card numbers have valid check digits and no bank behind them.
 */
package dev.weft.processors.demo;
