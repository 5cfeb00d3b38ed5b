package dev.weft.policy;

import dev.weft.model.PortName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What policies can refer to on one port.
 *
 * @param tags those of the port and its product as a whole, each with its evidence
 * @param fields those that hold values; an object is represented by the fields within it
 * @param keyFields the paths whose values may be in the record key: the primary key, and what flows
 *     publish as key; empty when nobody knows
 * @param defect why the port cannot be protected, such as a contract that is not there; may be
 *     empty
 */
record PortFacts(
    PortName name,
    String domain,
    Set<String> owners,
    Set<String> stewards,
    Map<String, String> tags,
    List<FieldFacts> fields,
    List<String> keyFields,
    String defect) {}
