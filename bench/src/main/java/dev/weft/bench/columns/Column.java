package dev.weft.bench.columns;

import java.util.List;

/**
 * A column and the truth about it.
 *
 * @param tag that it deserves; empty for none
 */
public record Column(String tag, String name, List<String> values) {}
