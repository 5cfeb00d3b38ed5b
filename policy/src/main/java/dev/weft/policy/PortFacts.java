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
 * @param primaryKey the paths whose values make the record key
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
    List<String> primaryKey,
    String defect) {}
