package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.policy.FieldFacts.TagFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What policies can refer to on one port.
 *
 * @param tags those of the port and its product as a whole
 * @param fields those that hold values; an object is represented by the fields within it
 * @param keyFields the paths whose values may be in the record key: the primary key, and what flows
 *     publish as key; empty when nobody knows
 * @param defect why the port cannot be protected, such as a contract that is not there; may be
 *     empty
 * @param zone the one security zone that it is in; empty when it is in none, or in several
 * @param ownTagPolicies whether only policies on tags of that zone hold for it
 * @param span when it is so, as tags begin and end by the clock
 */
record PortFacts(
    PortName name,
    String domain,
    Set<String> owners,
    Set<String> stewards,
    Map<String, TagFacts> tags,
    List<FieldFacts> fields,
    List<String> keyFields,
    String defect,
    String zone,
    boolean ownTagPolicies,
    Span span) {}
