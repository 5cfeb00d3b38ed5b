/**
 * {@code weft flow test}: runs a flow on what a test hands in, and compares what comes out. Start
 * reading at {@link dev.weft.tools.flowtest.FlowTestTool}; the running itself is {@link
 * dev.weft.flow.DryRun}.
 */
package dev.weft.tools.flowtest;
