package dev.weft.tools.flowtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.DryRun;
import java.util.Map;

/**
 * One test of a flow.
 *
 * @param expect as written: what is not in it is not compared, except that a port whose quarantine
 *     is not in it must have none
 */
record FlowTest(
    String name, Map<String, String> parameters, DryRun.Script script, ObjectNode expect) {}
