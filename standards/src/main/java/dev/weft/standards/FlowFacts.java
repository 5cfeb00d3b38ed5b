package dev.weft.standards;

import java.util.List;

/**
 * A flow of a product.
 *
 * @param version of its resource, from 1
 * @param publishes the names of the output ports that it writes to
 */
public record FlowFacts(String name, long version, String description, List<String> publishes) {}
